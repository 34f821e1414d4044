import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issuedLoan } from '../support/reports.js';
import {
  cloudEvent,
  cloudEventBatch,
  type RunningRegistry,
  runningRegistry,
} from '../support/running-registry.js';

/* What a stranger may send is bounded: every such body is told so in a problem document, and nothing is recorded. */

const bank = 'C1010211000012';
const good = JSON.stringify(issuedLoan(bank, 'L1', 1));
const withData = (text: string): string => good.replace('"rateBp":380', `"rateBp":${text}`);

const bodies: readonly (readonly [what: string, body: string | Buffer, status: number])[] = [
  ['nothing', '', 400],
  ['no JSON', '{"id":', 400],
  ['two documents', `${good}${good}`, 400],
  ['nesting 30,000 deep', '['.repeat(30_000) + ']'.repeat(30_000), 400],
  ['nesting 33 deep', `${'['.repeat(33)}${']'.repeat(33)}`, 400],
  ['a number beyond a double', withData('1e400'), 400],
  ['2^53 + 1', withData('9007199254740993'), 400],
  ['a fraction of a basis point', withData('380.5'), 400],
  ['a byte-order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(good)]), 400],
  [
    'bytes that are no UTF-8',
    Buffer.concat([Buffer.from(good.slice(0, -1)), Buffer.from([0xff, 0x7d])]),
    400,
  ],
  ['NUL in a text', good.replace('"issue-L1"', '"issue\\u0000L1"'), 400],
  ['a lone surrogate', good.replace('"issue-L1"', '"issue\\ud800L1"'), 400],
  ['__proto__', good.replace('"rateBp"', '"__proto__":{"polluted":true},"rateBp"'), 400],
  ['__proto__ in the envelope', good.replace('"id"', '"__proto__":{"polluted":true},"id"'), 400],
  ['constructor', good.replace('"rateBp"', '"constructor":{"prototype":{}},"rateBp"'), 400],
  ['null', 'null', 400],
  ['a text', '"text"', 400],
  ['a number', '1', 400],
  ['an array where one report is expected', `[${good}]`, 400],
  ['65 KiB', good.replace('"issue-L1"', `"${'x'.repeat(65 * 1024)}"`), 413],
];

describe('hostile bodies', () => {
  let registry: RunningRegistry;
  let key: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    key = await registry.bank(bank);
  });

  afterAll(() => registry.close());

  for (const [what, body, status] of bodies)
    it(`${what}: ${status}`, async () => {
      const answer = await registry.ask('post', '/v1/events', { key, type: cloudEvent, body });
      expect(answer.status).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.body).toMatchObject({ status, outcome: 'not-recorded' });
    });

  it('nothing of it was recorded, and nothing was polluted', async () => {
    expect((await registry.ask('get', '/v1/events/issue-L1', { key })).status).toBe(404);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('a batch of none is 400 and of 1,001 is 413', async () => {
    const none = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body: [] });
    expect(none.status).toBe(400);
    expect(none.body.rule).toBe('SCH-R01');
    const many = await registry.ask('post', '/v1/events', {
      key,
      type: cloudEventBatch,
      body: Array(1_001).fill(1),
    });
    expect(many.status).toBe(413);
  });

  it('a batch tells each bad report apart', async () => {
    const body = [1, null, { id: 'x' }, issuedLoan(bank, 'L2', 2), 'text'];
    const answer = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body });
    expect(answer.status).toBe(200);
    expect(
      answer.body.results.map(({ status, id }: { status: number; id: string | null }) => [status, id]),
    ).toEqual([
      [400, null],
      [400, null],
      [400, 'x'],
      [201, 'issue-L2'],
      [400, null],
    ]);
  });

  it('other content types are 415, before the body is read', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/cloudevents+json; charset=gb18030']) {
      const answer = await registry.ask('post', '/v1/events', { key, type, body: good });
      expect([type, answer.status]).toEqual([type, 415]);
    }
    const plain = await registry.ask('post', '/v1/events', { key, type: 'application/json', body: good });
    expect(plain.status).toBe(415);
  });

  it('a resident identity number is refused and never told again', async () => {
    const number = '11010519491231002X';
    const body = issuedLoan(bank, 'L3', 3, { noteNo: number });
    const answer = await registry.ask('post', '/v1/events', { key, type: cloudEvent, body });
    expect(answer.status).toBe(422);
    expect(answer.body.rule).toBe('IDN-R04');
    expect(answer.text).not.toContain(number);
    const asId = { ...issuedLoan(bank, 'L3', 3), id: number };
    const [result] = (await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body: [asId] }))
      .body.results;
    expect(result).toMatchObject({ id: null, status: 422 });
    const refusals = await registry.ask('get', '/v1/refusals', { key });
    expect(refusals.text).not.toContain(number);
    expect(refusals.body.items[0]).toMatchObject({ id: null, rule: 'IDN-R04' });
  });
});
