import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { reportOf } from '../support/reports.js';
import { lines, streamingBank, summaryOf } from '../support/streaming-bank.js';

/* Reports as NDJSON: outcomes come back while the sender goes on, in order, and a summary at the end (3.2). */

describe('a stream of reports', () => {
  const { bank, ask, key, open, loan, sent } = streamingBank();

  it('is answered line by line while it is sent, each as if alone, and ends with a summary', async () => {
    const stream = open();
    const first = loan();
    stream.write(first);
    expect(await stream.next()).toMatchObject({
      index: 0,
      status: 201,
      outcome: 'recorded',
      id: first.id,
      repeated: false,
      facts: [{ type: 'LoanIssued', revision: 0 }],
    });
    expect(await stream.status()).toBe(200);
    stream.write(first);
    expect(await stream.next()).toMatchObject({ index: 1, status: 200, outcome: 'recorded', repeated: true });
    stream.write({ ...first, data: {} });
    expect(await stream.next()).toMatchObject({
      index: 2,
      status: 400,
      outcome: 'not-recorded',
      id: first.id,
      problem: { rule: 'SCH-R01' },
    });
    stream.end();
    expect(await stream.rest()).toEqual([
      {
        summary: {
          read: 3,
          recorded: 1,
          repeated: 1,
          refused: 1,
          unknown: 0,
          byRule: { 'SCH-R01': 1 },
          position: expect.any(String),
          ended: null,
        },
      },
    ]);
  });

  it('goes on after lines that are no report, and passes over lines with nothing on them', async () => {
    const [one, two] = [loan(), loan()];
    const text = `${lines(one)}\r\n\n{"id":\n${lines('7', '[]', '"x"')}{"x":"${'x'.repeat(70_000)}"}\n${JSON.stringify(two)}`;
    const answer = await sent(text);
    expect(answer.slice(0, -1).map(({ status, id, problem }) => [status, id, problem?.type])).toEqual([
      [201, one.id, undefined],
      [400, null, '/problems/invalid-request'],
      [400, null, '/problems/SCH-R01'],
      [400, null, '/problems/SCH-R01'],
      [400, null, '/problems/SCH-R01'],
      [413, null, '/problems/too-large'],
      [201, two.id, undefined],
    ]);
    expect(summaryOf(answer)).toMatchObject({
      read: 7,
      recorded: 2,
      refused: 5,
      byRule: { 'SCH-R01': 3, 'invalid-request': 1, 'too-large': 1 },
    });
    const listed = await ask('get', '/v1/refusals', { key: key() });
    expect(listed.body.items.slice(0, 5).map(({ rule }: { readonly rule: string | null }) => rule)).toEqual(
      expect.arrayContaining([null, null, 'SCH-R01', 'SCH-R01', 'SCH-R01']),
    );
    expect(summaryOf(await sent(''))).toEqual({
      read: 0,
      recorded: 0,
      repeated: 0,
      refused: 0,
      unknown: 0,
      byRule: {},
      position: null,
      ended: null,
    });
  });

  it('keeps the order of what shares a stream, whatever is decided side by side', async () => {
    const reports = Array.from({ length: 40 }, () => {
      const issued = loan();
      const repaid = (id: string, amount: string) =>
        reportOf(bank, `${id}-${issued.subject}`, 'loan.repaid', issued.subject, {
          effectiveDate: issued.data.effectiveDate,
          amount,
        });
      return [issued, repaid('a', '1.00'), repaid('b', '2.00'), repaid('c', '3.00')];
    });
    const answer = await sent(lines(...[0, 1, 2, 3].flatMap((place) => reports.map((each) => each[place]))));
    expect(
      answer.slice(0, -1).map(({ index, status, facts }) => [index, status, facts?.[0]?.revision]),
    ).toEqual(
      [0, 1, 2, 3].flatMap((revision) => reports.map((_, at) => [revision * 40 + at, 201, revision])),
    );
    expect(summaryOf(answer)).toMatchObject({ read: 160, recorded: 160 });
  });

  it('may be gzip, in parts too, and what is no gzip ends it', async () => {
    const [one, two] = [loan(), loan()];
    const gzip = { 'content-encoding': 'GZip' };
    const both = Buffer.concat([gzipSync(lines(one)), gzipSync(lines(two))]);
    expect(summaryOf(await sent(both, gzip))).toMatchObject({ read: 2, recorded: 2 });
    const whole = gzipSync(lines(...Array.from({ length: 50 }, () => loan())));
    for (const bytes of [whole.subarray(0, -20), Buffer.from('no gzip at all')]) {
      const answer = await sent(bytes, gzip);
      expect(answer.at(-2)).toMatchObject({
        status: 400,
        id: null,
        problem: { type: '/problems/invalid-request' },
      });
      expect(summaryOf(answer)?.read).toBe(answer.length - 2);
    }
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
    const answer = await sent(bomb, gzip);
    expect(answer).toMatchObject([
      { status: 413, problem: { type: '/problems/too-large' } },
      { summary: { read: 0 } },
    ]);
    for (const blank of ['\n', '\r\n', '  \t\n']) {
      const blanks = gzipSync(Buffer.from(blank.repeat(32 * 1024 * 1024)));
      const sentAt = performance.now();
      expect(await sent(blanks, gzip)).toMatchObject([
        { status: 413, problem: { detail: 'Most of the body is lines with nothing on them.' } },
        { summary: { read: 0 } },
      ]);
      expect(performance.now() - sentAt).toBeLessThan(5_000);
    }
    expect((await sent(lines(loan()), { 'content-encoding': 'br' }))[0]).toMatchObject({ status: 415 });
  });

  it('is decided as if in a dry run, later reports seeing earlier ones', async () => {
    const issued = loan();
    const answer = await sent(
      lines(issued, issued, { ...issued, id: 'again' }, '{'),
      {},
      '/v1/events?dryRun=true',
    );
    expect(answer).toMatchObject([
      { index: 0, status: 200, dryRun: true, wouldBe: 'recorded', position: null },
      { index: 1, wouldBe: 'repeated' },
      { index: 2, wouldBe: 'refused', problem: { rule: 'DUP-R02' } },
      { index: 3, status: 400, outcome: 'not-recorded', id: null },
      { summary: { read: 4, recorded: 1, repeated: 1, refused: 2, position: null } },
    ]);
    expect((await ask('get', `/v1/events/${issued.id}`, { key: key() })).status).toBe(404);
  });
});
