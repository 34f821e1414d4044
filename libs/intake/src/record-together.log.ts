import { type AppendGuard, AppendTooLarge, NotStorable } from '#event-log';
import type { NewFact } from '#facts';
import type { FoldedStream } from '#recording';
import type { Report, ReportType } from '#reports';
import { appendReports, factOf, type Recording, type Sender } from './append-report.log.js';
import { gatherStates, isToRecord, verdictOn } from './decide-report.log.js';
import type { ReportOutcome } from './outcome.js';
import type { ReportDecider } from './report-decider.js';

/*
 * Thousands of reports may come for one stream at once, such as a night's disbursements of one programme. With one commit each, the
 * stream would be as slow as its commits. So reports of one stream that wait for each other are decided on in memory, each on the state
 * after the one before, and their facts are appended together. The expected revision of the first makes that safe: all are appended, or
 * none is. An answer without an append needs current states, so the batch ends before the first report that is not recorded. That report
 * is decided on alone, after those before it.
 */

interface InBatch {
  readonly report: Report;
  readonly decider: ReportDecider<ReportType>;
  readonly sender: Sender;
}

/** The outcome of a report, or the error that it failed with. */
export type SettledReport = PromiseSettledResult<ReportOutcome>;

/** A report's fact and its guard; undefined where the report is not recorded, or deciding fails. It is then decided on alone. */
const nextDecision = (
  { report, decider, sender }: InBatch,
  known: Awaited<ReturnType<typeof gatherStates>>,
  state: FoldedStream<unknown>,
  to: Recording,
) => {
  if (state.reports.has(report.id)) return undefined;
  try {
    const verdict = verdictOn(report, decider, known, state, sender, to, 'cached');
    if (!isToRecord(verdict)) return undefined;
    return { fact: factOf(report, verdict, sender, verdict.nowMs, to.rules), guard: verdict.guard };
  } catch {
    // It fails again when it is decided on alone, and is answered and logged there.
    return undefined;
  }
};

/**
 * Outcomes of the first reports, as many as one append records. None where the first is not recorded, another writer was faster, or the log
 * refuses the append for its size or for one of its facts. All reports are of one institution and one stream.
 */
export const recordTogether = async (
  batch: readonly InBatch[],
  to: Recording,
): Promise<readonly SettledReport[]> => {
  const { folds } = to.ledger;
  const asked = batch.map(({ report, decider, sender }) =>
    gatherStates(report, decider, sender, to, 'cached'),
  );
  const known = (await Promise.allSettled(asked)).map((each) =>
    each.status === 'fulfilled' ? each.value : undefined,
  );
  const [first] = batch;
  const start = known[0]?.[0];
  if (!first || !start) return [];
  const own = first.decider.own(first.report, first.sender.institution);
  const place = { stream: start.stream, expectedRevision: start.revision };
  const facts: NewFact[] = [];
  let [state, guard]: [FoldedStream<unknown>, AppendGuard | undefined] = [start, undefined];
  for (const [at, next] of batch.entries()) {
    const { fold } = next.decider.own(next.report, next.sender.institution);
    const gathered = known[at];
    if (!gathered || fold.kind !== own.fold.kind) break;
    const decision = nextDecision(next, gathered, state, to);
    guard ??= decision?.guard;
    if (!decision || decision.guard.revision !== guard?.revision) break;
    facts.push(decision.fact);
    state = folds.withFact(own, state, decision.fact);
  }
  if (!guard) return [];
  try {
    const outcomes = await appendReports(facts, { ...place, guard }, to, (stored) =>
      folds.advance(own, start, stored),
    );
    return outcomes === 'decide-again' ? [] : outcomes.map((value) => ({ status: 'fulfilled', value }));
  } catch (reason) {
    // Each fits an append of its own, or fails alone.
    if (reason instanceof NotStorable || reason instanceof AppendTooLarge) return [];
    return facts.map(() => ({ status: 'rejected', reason }));
  }
};
