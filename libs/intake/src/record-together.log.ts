import { type AppendGuard, AppendTooLarge, NotStorable } from '#event-log';
import type { NewFact } from '#facts';
import type { FoldedStream } from '#recording';
import type { Report, ReportType } from '#reports';
import { appendReports, factOf, type Recording, type Sender } from './append-report.log.js';
import { gathered, verdictOn } from './decide-report.log.js';
import type { ReportOutcome } from './outcome.js';
import type { ReportDecider } from './report-decider.js';

/*
 * A commit for each report would be the pace of a stream to which thousands are sent at once, as a night's disbursements of one programme
 * are. Reports of one stream that wait for each other are therefore decided on one after another in memory, each on the state that the one
 * before it leads to, and their facts appended together, which the expected revision of the first makes safe: all stand, or none does.
 * What is answered without an append rests on what the log holds; so the row ends before the first report that is not simply recorded, and that
 * one is decided on alone, when those before it are.
 */

interface InRow {
  readonly report: Report;
  readonly decider: ReportDecider<ReportType>;
  readonly sender: Sender;
}

/** What became of a report, or why that is not known. */
export type SettledReport = PromiseSettledResult<ReportOutcome>;

/** A report's fact and what it rests on; undefined where it is not simply recorded, or cannot be decided on: it is looked at alone then. */
const nextDecision = (
  { report, decider, sender }: InRow,
  known: Awaited<ReturnType<typeof gathered>>,
  state: FoldedStream<unknown>,
  to: Recording,
) => {
  if (state.reports.has(report.id)) return undefined;
  try {
    const verdict = verdictOn(report, decider, known, state, sender, to, 'as-known');
    if (verdict === 'overtaken' || verdict instanceof Promise || verdict.outcome !== 'record')
      return undefined;
    return { fact: factOf(report, verdict, sender, verdict.nowMs, to.rules), guard: verdict.guard };
  } catch {
    // Alone it fails again, and is answered and logged.
    return undefined;
  }
};

/**
 * Outcomes of as many of the first reports as are recorded with one append; none where the first is not simply recorded, or somebody else
 * was faster, or the log does not take them together. All are of one institution and one stream.
 */
export const recordTogether = async (
  row: readonly InRow[],
  to: Recording,
): Promise<readonly SettledReport[]> => {
  const { folds } = to.ledger;
  const asked = row.map(({ report, decider, sender }) => gathered(report, decider, sender, to, 'as-known'));
  const known = (await Promise.allSettled(asked)).map((each) =>
    each.status === 'fulfilled' ? each.value : undefined,
  );
  const [first] = row;
  const start = known[0]?.[0];
  if (!first || !start) return [];
  const own = first.decider.own(first.report, first.sender.institution);
  const place = { stream: start.stream, expectedRevision: start.revision };
  const facts: NewFact[] = [];
  let [state, guard]: [FoldedStream<unknown>, AppendGuard | undefined] = [start, undefined];
  for (const [at, next] of row.entries()) {
    const { fold } = next.decider.own(next.report, next.sender.institution);
    const beside = known[at];
    if (!beside || fold.kind !== own.fold.kind) break;
    const decision = nextDecision(next, beside, state, to);
    guard ??= decision?.guard;
    if (!decision || decision.guard.revision !== guard?.revision) break;
    facts.push(decision.fact);
    state = folds.after(own, state, decision.fact);
  }
  if (!guard) return [];
  try {
    const outcomes = await appendReports(facts, { ...place, guard }, to, (stored) =>
      folds.advance(own, start, stored),
    );
    return outcomes === 'overtaken' ? [] : outcomes.map((value) => ({ status: 'fulfilled', value }));
  } catch (reason) {
    // Each fits alone, and one that does not is found alone.
    if (reason instanceof NotStorable || reason instanceof AppendTooLarge) return [];
    return facts.map(() => ({ status: 'rejected', reason }));
  }
};
