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
  }, 120_000);

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

  describe('a single report is at most 64 KiB, alone and in a batch, by the bytes it takes up', () => {
    const most = 64 * 1024;
    /** As long as asked, by white space inside it. */
    const ofBytes = (loanId: string, bytes: number): string => {
      const text = JSON.stringify(issuedLoan(bank, loanId, 7));
      return text.replace('"data":', `"data":${' '.repeat(bytes - Buffer.byteLength(text))}`);
    };

    it('65,536 are taken, 65,537 are not', async () => {
      const alone = async (bytes: number) =>
        (await registry.ask('post', '/v1/events', { key, type: cloudEvent, body: ofBytes('ALONE', bytes) }))
          .status;
      expect([await alone(most + 1), await alone(most)]).toEqual([413, 201]);
      const body = `[ ${ofBytes('LONG', most + 1)} ,\n ${ofBytes('LONGEST', most)} ]`;
      const answer = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body });
      expect(
        answer.body.results.map(({ status, id }: { status: number; id: string }) => [status, id]),
      ).toEqual([
        [413, 'issue-LONG'],
        [201, 'issue-LONGEST'],
      ]);
      expect(answer.body.results[0]).toMatchObject({
        outcome: 'not-recorded',
        problem: { type: '/problems/too-large', outcome: 'not-recorded' },
      });
      const refusals = await registry.ask('get', '/v1/refusals', { key });
      expect(refusals.text).not.toContain('issue-LONG"');
    });

    it('a long one in short spelling is measured as sent', async () => {
      const escaped = ofBytes('ESCAPED', most).replace('"data":', '"x":1,"data":');
      const written = `{"id":"issue-WRITTEN","x":"${String.raw`\u0061`.repeat(11_000)}"}`;
      const body = `[${escaped},${written}]`;
      const answer = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body });
      expect(answer.body.results.map(({ status }: { status: number }) => status)).toEqual([413, 413]);
    });

    it('the id of one that is too large is told as sent, unless it may not be', async () => {
      const long = (id: string) => `{"x":"${'x'.repeat(70_000)}","id":${id}}`;
      const ids = ['"a\\u0031"', '1', '"11010519491231002X"', `"${'y'.repeat(201)}"`];
      const answer = await registry.ask('post', '/v1/events', {
        key,
        type: cloudEventBatch,
        body: `[${ids.map(long).join()}]`,
      });
      expect(answer.body.results.map(({ id }: { id: string }) => id)).toEqual(['a1', null, null, null]);
    });

    it('one that is no JSON, however large, is no batch', async () => {
      const body = `[${ofBytes('BESIDE-NONE', 900)},{"x":"${'x'.repeat(70_000)}",}]`;
      const answer = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body });
      expect([answer.status, answer.body.type]).toEqual([400, '/problems/invalid-request']);
      expect((await registry.ask('get', '/v1/events/issue-BESIDE-NONE', { key })).status).toBe(404);
    });
  });

  it('size and shape are judged before anything else, and what is wrong is told within bounds', async () => {
    const tags = (loanId: string, count: number) =>
      issuedLoan(bank, loanId, 8, { tags: Array(count).fill(1) });
    const many = Array.from({ length: 32 }, (_, no) => tags(`MANY-${no}`, 31_000));
    const asked = (body: object) => registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body });
    const answer = await asked([...many, issuedLoan(bank, 'GOOD-BESIDE', 9)]);
    expect(answer.status).toBe(200);
    expect(answer.text.length).toBeLessThan(50_000);
    const [first] = answer.body.results;
    expect(first).toMatchObject({ status: 400, problem: { rule: 'SCH-R01', errors: [{ pointer: '' }] } });
    expect(answer.body.results.at(-1)).toMatchObject({ status: 201 });

    const some = await registry.ask('post', '/v1/events', {
      key,
      type: cloudEvent,
      body: tags('SOME', 150),
    });
    expect(some.body.errors).toHaveLength(101);
    expect(some.body.errors[99]).toMatchObject({ pointer: '/data/tags/99' });
    expect(some.body.errors[100]).toEqual({ pointer: '', rule: 'SCH-R01', message: 'and 50 more' });

    const all = await asked(Array.from({ length: 1_000 }, (_, no) => tags(`ALL-${no}`, 400)));
    expect(all.text.length).toBeLessThan(3_000_000);
    const last = all.body.results.at(-1).problem;
    expect(last.errors.map(({ message }: { message: string }) => message)).toEqual([
      expect.any(String),
      'and 399 more',
    ]);
  });

  it('so are the bodies of administration', async () => {
    const supervisor = await registry.keyFor('supervisor');
    const asked = async (off: readonly unknown[]) =>
      (await registry.ask('put', '/v1/calendars/CN/2031', { key: supervisor, body: { off, worked: [] } }))
        .body;
    expect((await asked(Array(30_000).fill(1))).errors).toEqual([
      { pointer: '', rule: 'SCH-R01', message: 'must hold at most 5000 members and items in all' },
    ]);
    const { errors } = await asked(Array(4_000).fill(1));
    expect(errors).toHaveLength(101);
    expect(errors[100]).toMatchObject({ message: 'and 3900 more' });
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
