import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { replay } from '#decider';
import type { StoredFact } from '#facts';
import type { ReportOutcome } from '#intake';
import { lawRuns } from '#testing';
import { bailout } from './bailout.js';
import { anyBailoutReports, anyReports, anyReportsSharingIds } from './testing/any-reports.js';
import { bank } from './testing/bailout-cases.js';
import { sharedLog as shared, type Process } from './testing/deciding.js';

/** What a fact says, without ids and places in the log that differ from run to run. */
const said = ({ stream, revision, type, effectiveDate, data, metadata }: StoredFact): object => {
  const { reportId, reportDigest, flags } = metadata;
  return { stream, revision, type, effectiveDate, data, reportId, reportDigest, flags };
};

const byStream = (facts: readonly StoredFact[]): Readonly<Record<string, readonly object[]>> => {
  const streams: Record<string, object[]> = {};
  for (const fact of facts) (streams[fact.stream] ??= []).push(said(fact));
  return streams;
};

const withoutPosition = (outcome: ReportOutcome): object => ({ ...outcome, position: 'somewhere' });

const inBatches = async (process: Process, reports: readonly object[], sizes: readonly number[]) => {
  const outcomes: ReportOutcome[] = [];
  for (let from = 0, no = 0; from < reports.length; no += 1) {
    const size = sizes[no % sizes.length] ?? 1;
    outcomes.push(...(await process.send(reports.slice(from, from + size))));
    from += size;
  }
  return outcomes;
};

const recordedOf = (facts: readonly StoredFact[]): readonly StoredFact[] =>
  facts.filter(({ metadata }) => metadata.reportId !== null);

describe('laws of deciding', () => {
  it('a repeated report changes nothing: whenever it comes again it has its first outcome', async () => {
    let repeats = 0;
    await fc.assert(
      fc.asyncProperty(anyReports(), fc.nat(), async (reports, seed) => {
        const { process, facts } = await shared();
        const one = process();
        const outcomes = await inBatches(one, reports, [1]);
        const before = await facts();
        const recorded = outcomes.flatMap((outcome, no) => (outcome.outcome === 'recorded' ? [no] : []));
        const again = recorded.map((_, no) => recorded[(no + seed) % recorded.length] ?? 0);
        for (const no of again) {
          const [outcome] = await (no % 2 === 0 ? one : process()).send([reports[no]]);
          const first = outcomes[no];
          if (outcome?.outcome !== 'recorded' || first?.outcome !== 'recorded')
            throw new Error('not recorded');
          expect(outcome).toEqual({ ...first, repeated: true, position: outcome.position });
          expect(Number(outcome.position)).toBeGreaterThanOrEqual(Number(first.position));
          repeats += 1;
        }
        expect(await facts()).toEqual(before);
      }),
      { numRuns: lawRuns(60) },
    );
    expect(repeats).toBeGreaterThan(50);
  });

  it('a report sent twice at once is recorded once', async () => {
    await fc.assert(
      fc.asyncProperty(anyReports(25), async (reports) => {
        const [once, twice] = [await shared(), await shared()];
        await once.process().send(reports);
        await twice.process().send(reports.flatMap((report) => [report, report]));
        expect(byStream(await twice.facts())).toEqual(byStream(await once.facts()));
      }),
      { numRuns: lawRuns(60) },
    );
  });

  it('batches split or merged give the same streams and the same outcomes', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyReportsSharingIds(),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
        async (reports, sizes) => {
          const [alone, split, whole] = [await shared(), await shared(), await shared()];
          const expected = (await inBatches(alone.process(), reports, [1])).map(withoutPosition);
          expect((await inBatches(split.process(), reports, sizes)).map(withoutPosition)).toEqual(expected);
          expect((await whole.process().send(reports)).map(withoutPosition)).toEqual(expected);
          const streams = byStream(await alone.facts());
          expect(byStream(await split.facts())).toEqual(streams);
          expect(byStream(await whole.facts())).toEqual(streams);
        },
      ),
      { numRuns: lawRuns(80) },
    );
  });

  it('what the laws are tried on comes to facts of every type', async () => {
    const types = new Set<string>();
    for (const reports of fc.sample(anyReportsSharingIds(), { seed: 20_240_924, numRuns: 120 })) {
      const { process, facts } = await shared();
      await process().send(reports);
      for (const { type } of recordedOf(await facts())) types.add(type);
    }
    expect([...types].sort()).toEqual([
      'BailoutDisbursed',
      'BailoutReturned',
      'FirstTimeClaimed',
      'IndicatorReported',
      'LoanCancelled',
      'LoanExtended',
      'LoanIssued',
      'LoanOpened',
      'LoanReclassified',
      'LoanRenewed',
      'LoanRepaid',
      'LoanWrittenOff',
    ]);
  });

  it('processes side by side on one log record no id twice', async () => {
    await fc.assert(
      fc.asyncProperty(anyReports(20), fc.integer({ min: 2, max: 4 }), async (reports, count) => {
        const { process, facts } = await shared();
        const answers = await Promise.all(Array.from({ length: count }, () => process().send(reports)));
        const recorded = recordedOf(await facts());
        const ids = recorded.map(({ metadata }) => metadata.reportId);
        expect(new Set(ids).size).toBe(ids.length);
        // Nobody was told `recorded` of what is not there, and exactly one was told that it is new.
        const first = answers.flat().filter((outcome) => outcome.outcome === 'recorded' && !outcome.repeated);
        expect(first.map(({ id }) => id).sort()).toEqual([...ids].sort());
        for (const outcome of answers.flat())
          if (outcome.outcome === 'recorded') expect(ids).toContain(outcome.id);
      }),
      { numRuns: lawRuns(40) },
    );
  });

  it('no more comes back than went out, and no allocation is passed', async () => {
    let returns = 0;
    await fc.assert(
      fc.asyncProperty(anyBailoutReports(), async (reports) => {
        const { process, facts } = await shared();
        await process().send(reports);
        const all = await facts();
        for (const programme of ['RELIEF', 'OPEN']) {
          const own = all.filter(({ stream }) => stream === `bailout-${bank}-${programme}`);
          own.forEach((fact, no) => {
            const { used, disbursements } = replay(bailout, own.slice(0, no + 1));
            for (const { amount, returned } of disbursements.values()) expect(returned <= amount).toBe(true);
            expect(used >= 0n && (programme === 'OPEN' || used <= 100_000n)).toBe(true);
            if (fact.type === 'BailoutReturned') returns += 1;
          });
        }
        expect(all.some(({ stream }) => stream.endsWith('-UNKNOWN'))).toBe(false);
      }),
      { numRuns: lawRuns(100) },
    );
    expect(returns).toBeGreaterThan(30);
  });
});
