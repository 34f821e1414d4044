import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issuedLoan } from '../support/reports.js';
import {
  cloudEvent,
  cloudEventBatch,
  type RunningRegistry,
  runningRegistry,
} from '../support/running-registry.js';

/* Size and shape of what is sent are bounded, and so is what is answered to it. */

const bank = 'C1010211000012';

describe('large bodies', () => {
  let registry: RunningRegistry;
  let key: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    key = await registry.bank(bank);
  });

  afterAll(() => registry.close());

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
        problem: {
          type: '/problems/too-large',
          detail: 'A report has at most 65,536 bytes.',
          outcome: 'not-recorded',
        },
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
    const { errors } = await asked(Array(300).fill(1));
    expect(errors).toHaveLength(101);
    expect(errors[100]).toMatchObject({ message: 'and 200 more' });
  });

  it('of a client that leaves as soon as it is answered end nothing but its connection', async () => {
    const { port } = registry;
    const answers = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const client = connect(port, '127.0.0.1');
        client.write(
          `POST /v1/events HTTP/1.1\r\nHost: registry\r\nAuthorization: Bearer ${key}\r\nContent-Type: ${cloudEvent}\r\nContent-Length: 9000000\r\n\r\n${' '.repeat(70_000)}`,
        );
        const [answer] = (await once(client, 'data')) as [Buffer];
        client.destroy();
        return answer.toString().split('\r\n', 1)[0];
      }),
    );
    expect(new Set(answers)).toEqual(new Set(['HTTP/1.1 413 Payload Too Large']));
    expect((await registry.ask('get', '/healthz')).status).toBe(200);
  });
});
