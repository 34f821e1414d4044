import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { ReportBody } from './report-body.js';

const set = () => {
  const [raw, clock] = [new PassThrough(), { ms: 0 }];
  const body = new ReportBody(raw, 'identity', () => clock.ms);
  return { raw, clock, body, lines: body.lines() };
};

describe('the body of a stream of reports', () => {
  it('is silent while bytes are awaited, and not while a chunk is worked on', async () => {
    const { raw, clock, body, lines } = set();
    const first = lines.next();
    clock.ms = 40;
    await new Promise(setImmediate);
    expect(body.silentMs()).toBe(40);
    raw.write('{}\n');
    await first;
    clock.ms = 100;
    expect(body.silentMs()).toBe(0);
    const second = lines.next();
    await new Promise(setImmediate);
    clock.ms = 130;
    expect(body.silentMs()).toBe(30);
    body.stop('silent');
    expect((await second).done).toBe(true);
    expect([body.ended, body.silentMs()]).toEqual(['silent', 0]);
  });

  it('that is stopped drops what was not consumed', async () => {
    const { raw, body, lines } = set();
    raw.end('{}\n{}\n{}\n');
    await lines.next();
    body.stop('ending');
    body.stop('revoked');
    expect((await lines.next()).done).toBe(true);
    expect(body.ended).toBe('ending');
  });

  it('is whole at its end, and broken off when its connection closes before', async () => {
    const whole = set();
    whole.raw.end('{}');
    await whole.lines.next();
    expect((await whole.lines.next()).done).toBe(true);
    expect(whole.body.ended).toBe('whole');
    const broken = set();
    broken.raw.write('{}\n{');
    await broken.lines.next();
    const next = broken.lines.next();
    broken.raw.destroy();
    expect((await next).done).toBe(true);
    expect(broken.body.ended).toBe('broken-off');
  });
});
