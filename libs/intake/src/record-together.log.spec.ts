import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LogUnavailable, NotStorable } from '#event-log';
import { KeyedMutex } from '#recording';
import type { Report } from '#reports';
import { StreamOrder } from './in-stream-order.js';
import type { ReportOutcome } from './outcome.js';
import type { ReportDeciders } from './report-decider.js';
import { appendingBy, bank, setUp, tallied, type Tallying, tallyingOn } from './testing/tallies.js';

/** Sends all at once, as those of one request. */
const sendAll = (
  { ledger, decider, send, together }: Tallying,
  reports: readonly Report[],
): Promise<readonly PromiseSettledResult<ReportOutcome>[]> => {
  const order = new StreamOrder<Report, ReportOutcome>({
    mutex: new KeyedMutex(),
    deciders: { 'loan.repaid': decider } as unknown as ReportDeciders,
    institution: bank,
    ledger,
    decide: send,
    together,
    inTurn: (work) => work(),
  });
  return Promise.allSettled(reports.map((report) => order.run(report, report)));
};

const inShort = (settled: PromiseSettledResult<ReportOutcome>): unknown => {
  if (settled.status === 'rejected') return [(settled.reason as Error).name];
  const { value } = settled;
  if (value.outcome === 'recorded')
    return [value.id, value.repeated, value.facts[0]?.stream, value.facts[0]?.revision];
  return [value.id, value.outcome, value.outcome === 'refused' ? value.violated[0].rule : null];
};

/** Amounts of up to a third of what a stream may come to, some under an id that came before, on few streams. */
const someReports = fc.array(
  fc.record({
    id: fc.integer({ min: 0, max: 40 }),
    amount: fc.integer({ min: 1, max: 333 }),
    subject: fc.constantFrom('L1', 'L1', 'L1', 'L2'),
  }),
  { maxLength: 60 },
);
const reportsOf = (sent: readonly { id: number; amount: number; subject: string }[]): readonly Report[] =>
  sent.map(({ id, amount, subject }) => tallied(`r${id}`, `${amount}.00`, subject));

describe('reports of one stream at once', () => {
  it('have the outcomes that they have one after another', async () => {
    await fc.assert(
      fc.asyncProperty(someReports, async (sent) => {
        const reports = reportsOf(sent);
        const [atOnce, inTurn] = [await setUp(), await setUp()];
        const outcomes = await sendAll(atOnce, reports);
        const expected: PromiseSettledResult<ReportOutcome>[] = [];
        for (const report of reports)
          expected.push({ status: 'fulfilled', value: await inTurn.send(report) });
        expect(outcomes.map(inShort)).toEqual(expected.map(inShort));
      }),
      { numRuns: 60 },
    );
  });

  it('have them also where another process writes to the same stream meanwhile', async () => {
    const inWay: (() => Promise<unknown>)[] = [];
    const atOnce = await setUp(
      appendingBy(async (append, log) => {
        await inWay.pop()?.();
        return log.append(append);
      }),
    );
    const elsewhere = tallyingOn(atOnce.ledger);
    inWay.push(() => elsewhere.send(tallied('other', '500.00')));
    const outcomes = await sendAll(
      atOnce,
      ['a', 'b', 'c', 'd'].map((id) => tallied(id, '150.00')),
    );
    expect(outcomes.map(inShort)).toEqual([
      ['a', false, expect.anything(), 1],
      ['b', false, expect.anything(), 2],
      ['c', false, expect.anything(), 3],
      ['d', 'refused', 'REP-R01'],
    ]);
    expect(await atOnce.facts('L1')).toHaveLength(4);
  });

  it('take few appends', async () => {
    let appends = 0;
    const tallying = await setUp(
      appendingBy((append, log) => {
        appends += 1;
        return log.append(append);
      }),
    );
    appends = 0;
    const reports = Array.from({ length: 129 }, (_, no) => tallied(`r${no}`, '1.00'));
    const outcomes = await sendAll(tallying, reports);
    expect(outcomes.every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await tallying.facts('L1')).toHaveLength(129);
    // The first alone, and 64 at a time.
    expect(appends).toBe(3);
  });

  it('fail alone where the log cannot store one', async () => {
    const tallying = await setUp(
      appendingBy((append, log) =>
        append.facts.some(({ metadata }) => metadata.reportId === 'bad')
          ? Promise.reject(new NotStorable(append.stream, '22021'))
          : log.append(append),
      ),
    );
    const ids = ['a', 'b', 'c', 'bad', 'd', 'e', 'f', 'g'];
    const outcomes = await sendAll(
      tallying,
      ids.map((id) => tallied(id, '1.00')),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(
      ids.map((id) => (id === 'bad' ? 'rejected' : 'fulfilled')),
    );
    expect(await tallying.facts('L1')).toHaveLength(7);
  });

  it('are told together that the log is away, and none waits for it by itself', async () => {
    let asked = 0;
    const tallying = await setUp(
      appendingBy((append, log) => {
        if (append.stream.startsWith('institution')) return log.append(append);
        asked += 1;
        return Promise.reject(new LogUnavailable({ cause: new Error('away') }));
      }),
    );
    const reports = Array.from({ length: 20 }, (_, no) => tallied(`r${no}`, '1.00'));
    const outcomes = await sendAll(tallying, reports);
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(asked).toBe(2);
  });
});
