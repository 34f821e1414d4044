import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reportedAs, type StoredFact } from '#facts';
import { standingFacts } from '#history';
import type { ReportOutcome } from '#intake';
import { exampleReport, lawRuns } from '#testing';
import { withChanges } from './testing/any-changes.js';
import { anyLoanReports, anyReports, anyReportsSharingIds } from './testing/any-reports.js';
import { correction, reversal } from './testing/changing.js';
import { type Process, sharedLog, type SharedLog } from './testing/deciding.js';

interface Sent {
  readonly type: string;
  readonly id: string;
  readonly data: object;
}

/** All that stands, stream by stream. */
const standingFactsOf = async (log: SharedLog): Promise<readonly StoredFact[]> => {
  const streams = new Map<string, StoredFact[]>();
  for (const fact of await log.facts())
    if (fact.metadata.reportId !== null)
      streams.set(fact.stream, [...(streams.get(fact.stream) ?? []), fact]);
  return [...streams.values()].flatMap((facts) => standingFacts(facts));
};

/** The same without ids, places and clocks that differ from run to run. */
const standingOf = async (log: SharedLog): Promise<Readonly<Record<string, readonly object[]>>> => {
  const streams: Record<string, object[]> = {};
  for (const { stream, type, effectiveDate, data } of await standingFactsOf(log))
    (streams[stream] ??= []).push({ type, effectiveDate, data });
  return streams;
};

/** What became of a report, wherever it was recorded. */
const became = (outcome: ReportOutcome): object => {
  if (outcome.outcome === 'recorded') return { flags: outcome.flags, repeated: outcome.repeated };
  return outcome.outcome === 'refused'
    ? { rules: outcome.violated.map(({ rule }) => rule), retryable: outcome.retryable }
    : outcome;
};

const one = async (process: Process, report: object): Promise<ReportOutcome> => {
  const [outcome] = await process.send([report]);
  return outcome as ReportOutcome;
};

const isRecorded = ({ outcome }: ReportOutcome): boolean => outcome === 'recorded';

/** The later reports under ids that none of the others has. */
const later = (reports: readonly object[]): readonly object[] =>
  reports.map((report) => ({ ...report, id: `later-${(report as Sent).id}` }));

describe('laws of corrections and reversals', () => {
  it('a last report that was reversed is as if it had not been sent, for all that comes after', async () => {
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(withChanges(anyReports(25)), anyReports(25), async (before, after) => {
        const [changed, plain] = [await sharedLog(), await sharedLog()];
        const [process, other] = [changed.process(), plain.process()];
        const last = before.at(-1) as Sent;
        const wasRecorded = isRecorded((await process.send(before)).at(-1) as ReportOutcome);
        await other.send(before.slice(0, -1));
        if (wasRecorded) {
          // What corrects or reverses another report is reversed by no one.
          fc.pre(!last.type.startsWith('xudai.event.'));
          expect(await one(process, reversal(last.id))).toMatchObject({ outcome: 'recorded' });
          tried += 1;
        }
        const outcomes = await process.send(later(after));
        expect(outcomes.map(became)).toEqual((await other.send(later(after))).map(became));
        expect(await standingOf(changed)).toEqual(await standingOf(plain));
      }),
      { numRuns: lawRuns(50) },
    );
    expect(tried).toBeGreaterThan(5);
  });

  it('a correction of a last report is its reversal and another report, where both are allowed', async () => {
    let tried = 0;
    // Few last reports may be corrected: another round where these were too few.
    for (let round = 0; round < 4 && tried < 2; round += 1)
      await fc.assert(
        fc.asyncProperty(
          withChanges(anyReports(30)),
          fc.nat(),
          anyReports(15),
          async (reports, seed, after) => {
            const last = reports.at(-1) as Sent;
            const same = reports.filter((each) => (each as Sent).type === last.type);
            const replacement = { ...last, data: (same[seed % same.length] as Sent).data };
            const [changed, plain] = [await sharedLog(), await sharedLog()];
            const [process, other] = [changed.process(), plain.process()];
            await process.send(reports);
            await other.send(reports);
            if (!isRecorded(await one(process, correction(last.id, replacement)))) return;
            expect(isRecorded(await one(other, reversal(last.id)))).toBe(true);
            expect(isRecorded(await one(other, { ...replacement, id: 'anew' }))).toBe(true);
            tried += 1;
            expect(await standingOf(changed)).toEqual(await standingOf(plain));
            const outcomes = await process.send(later(after));
            expect(outcomes.map(became)).toEqual((await other.send(later(after))).map(became));
          },
        ),
        { numRuns: lawRuns(60) },
      );
    expect(tried).toBeGreaterThan(1);
  });

  it('the loans that stand would be recorded again, report by report', async () => {
    let standing = 0;
    await fc.assert(
      fc.asyncProperty(withChanges(anyLoanReports()), async (reports) => {
        const [changed, anew] = [await sharedLog(), await sharedLog()];
        await changed.process().send(reports);
        const process = anew.process();
        for (const fact of await standingFactsOf(changed)) {
          const { type, subject, data } = reportedAs(fact) ?? {};
          const again = exampleReport(
            'loan.repaid',
            {},
            { type: `xudai.${type}.v1`, subject, data, id: `again-${standing}` },
          );
          expect([again, (await one(process, again)).outcome]).toEqual([again, 'recorded']);
          standing += 1;
        }
        expect(await standingOf(anew)).toEqual(await standingOf(changed));
      }),
      { numRuns: lawRuns(25) },
    );
    expect(standing).toBeGreaterThan(100);
  });

  it('a process that decided, and one that comes to the log anew, say the same of what comes next', async () => {
    let changes = 0;
    await fc.assert(
      fc.asyncProperty(withChanges(anyReports()), anyReports(20), async (reports, after) => {
        const [kept, read] = [await sharedLog(), await sharedLog()];
        const process = kept.process();
        await process.send(reports);
        await read.process().send(reports);
        changes += (await kept.facts()).filter(({ type }) => type.startsWith('Fact')).length;
        const outcomes = await process.send(later(after));
        expect(outcomes.map(became)).toEqual((await read.process().send(later(after))).map(became));
        expect(await standingOf(kept)).toEqual(await standingOf(read));
      }),
      { numRuns: lawRuns(30) },
    );
    expect(changes).toBeGreaterThan(30);
  });

  it('batches split or merged give the same outcomes, whichever of them change each other', async () => {
    await fc.assert(
      fc.asyncProperty(
        withChanges(anyReportsSharingIds()),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
        async (reports, sizes) => {
          const [alone, split, whole] = [await sharedLog(), await sharedLog(), await sharedLog()];
          const expected: object[] = [];
          const process = alone.process();
          for (const report of reports) expected.push(became(await one(process, report)));
          const inBatches: object[] = [];
          const batching = split.process();
          for (let from = 0, no = 0; from < reports.length; no += 1) {
            const size = sizes[no % sizes.length] ?? 1;
            inBatches.push(...(await batching.send(reports.slice(from, from + size))).map(became));
            from += size;
          }
          expect(inBatches).toEqual(expected);
          expect((await whole.process().send(reports)).map(became)).toEqual(expected);
          expect(await standingOf(split)).toEqual(await standingOf(alone));
          expect(await standingOf(whole)).toEqual(await standingOf(alone));
        },
      ),
      { numRuns: lawRuns(50) },
    );
  });
});
