import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issuedLoan } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* What browsers are told beside an answer, of whichever kind it is. */

const bank = 'C1010211000012';

describe('every answer', () => {
  let registry: RunningRegistry;
  let keys: Readonly<Record<'bank' | 'auditor', string>>;

  beforeAll(async () => {
    registry = await runningRegistry();
    keys = { bank: await registry.bank(bank), auditor: await registry.keyFor('auditor') };
  });

  afterAll(() => registry.close());

  it.each([
    ['/healthz', 200],
    ['/docs', 200],
    ['/problems/RNW-R02', 200],
    ['/schemas/xudai.loan.issued.v1.json', 200],
    ['/log/key', 200],
    ['/', 200],
    ['/console/progress', 200],
    ['/v1/programmes', 200],
    ['/v1/facts', 200],
    ['/v1/facts?from=0', 400],
    ['/v1/nowhere', 404],
    ['/v1/keys', 403],
  ])('is taken for what it says it is: %s', async (path, status) => {
    const answer = await registry.ask('get', path, { key: keys.auditor });
    expect([answer.status, answer.headers['x-content-type-options']]).toEqual([status, 'nosniff']);
  });

  it('also one to a report, to a stream of reports, and to what is no request', async () => {
    const report = issuedLoan(bank, 'L1', 1);
    const one = await registry.ask('post', '/v1/events', { key: keys.bank, type: cloudEvent, body: report });
    const stream = await fetch(`${await registry.application.getUrl()}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.bank}`, 'content-type': 'application/x-ndjson' },
      body: `${JSON.stringify(report)}\n`,
    });
    const { port } = registry;
    const broken = await new Promise<string>((told, failed) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('no request\r\n\r\n'));
      socket.once('data', (bytes) => told(bytes.toString())).once('error', failed);
    });
    expect([one.status, one.headers['x-content-type-options']]).toEqual([201, 'nosniff']);
    expect([stream.status, stream.headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
    expect(broken).toContain('x-content-type-options: nosniff');
  });

  it.each(['/docs', '/problems/RNW-R02', '/problems/not-found', '/'])(
    "that is a page runs nothing foreign and stands in nobody's frame: %s",
    async (path) => {
      const { headers } = await registry.ask('get', path, { key: null });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers['referrer-policy']).toBe('no-referrer');
    },
  );
});
