import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AppendGuard, AppendTooLarge, NotStorable } from '#event-log';
import type { NewFact } from '#facts';
import type { FoldedStream, Ledger } from '#recording';
import { type Report, type ReportType, isChange } from '#reports';
import { currentRules } from '#rules';
import {
  appendReports,
  factOf,
  type Recording,
  type Sender,
  appendReport,
  type Attempted,
  untilDecided,
} from './append-report.log.js';
import { gatherStates, isToRecord, verdictOn, type Look } from './decide-report.log.js';
import type { ReportOutcome } from './outcome.js';
import { type ReportDecider, deciderOf, type ReportDeciders } from './report-decider.js';
import { recordChange } from './changes/record-change.log.js';
import type { ReportRead } from './read-report.js';

/*
 * Thousands of reports may come for one stream at once, such as a night's disbursements of one programme. With one commit each, the
 * stream would be as slow as its commits. So waiting reports of one stream are decided on in memory, each on the state after the one
 * before, and appended together at the expected revision of the first: all or none. An answer without an append needs current states.
 * The batch therefore ends before the first report that is not recorded, which is decided on alone, after those before it.
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
    const outcomes = await appendReports(
      facts,
      { stream: start.stream, expectedRevision: start.revision, guard },
      to,
      (stored) => folds.advance(own, start, stored),
    );
    return outcomes === 'decide-again' ? [] : outcomes.map((value) => ({ status: 'fulfilled', value }));
  } catch (reason) {
    // Each fits an append of its own, or fails alone.
    if (reason instanceof NotStorable || reason instanceof AppendTooLarge) return [];
    return facts.map(() => ({ status: 'rejected', reason }));
  }
};

const attempt = async (
  report: Report,
  decider: ReportDecider<ReportType>,
  sender: Sender,
  to: Recording,
  look: Look,
): Promise<Attempted> => {
  const gathered = gatherStates(report, decider, sender, to, look);
  const known = gathered instanceof Promise ? await gathered : gathered;
  const decision = verdictOn(report, decider, known, known[0], sender, to, look);
  if (!isToRecord(decision)) return decision;
  const append = { stream: known[0].stream, expectedRevision: known[0].revision, ...decision };
  return appendReport(report, append, sender, decision.nowMs, to, (facts) =>
    to.ledger.folds.advance(decider.own(report, sender.institution), known[0], facts),
  );
};

/**
 * One report, one stream, one append. Gathers the states, lets the capability decide, and appends at the revision that was decided on. The
 * first attempt uses cached states. If the append conflicts, or the answer would be no append, it starts over with current ones. Of other
 * streams only what can no longer turn against the report is read.
 */
export const recordReport = (
  report: Report,
  decider: ReportDecider<ReportType>,
  sender: Sender,
  to: Recording,
): Promise<ReportOutcome> =>
  untilDecided((attempts) => attempt(report, decider, sender, to, attempts === 0 ? 'cached' : 'current'));

/** Records a report of any type. A correction or reversal is decided on by the decider of the report that it changes. */
export const recordRead = (
  { report, ownership }: ReportRead,
  deciders: ReportDeciders,
  sender: Sender,
  to: Recording,
): Promise<ReportOutcome> =>
  isChange(report)
    ? recordChange({ report, ownership }, deciders, sender, to)
    : recordReport(report, deciderOf(deciders, report), sender, to);

/** Decides on one report and records it. The command is plain data. */
export class RecordReportCommand extends Command<ReportOutcome> {
  constructor(
    readonly sender: Sender,
    readonly read: ReportRead,
    /** The report is one of many, so its append goes over the ledger's bulk log. */
    readonly inBulk: boolean,
  ) {
    super();
  }
}

/** Decides on reports of one stream in their order, and records as many of the first ones as fit one append. */
export class RecordTogetherCommand extends Command<readonly SettledReport[]> {
  constructor(
    readonly reports: readonly { readonly sender: Sender; readonly read: ReportRead }[],
    readonly inBulk: boolean,
  ) {
    super();
  }
}

/** The one handler for reports of every type; the table of deciders tells them apart. */
@CommandHandler(RecordReportCommand)
export class RecordReportHandler implements ICommandHandler<RecordReportCommand> {
  constructor(
    private readonly ledger: Ledger,
    private readonly deciders: ReportDeciders,
  ) {}

  execute({ sender, read, inBulk }: RecordReportCommand): Promise<ReportOutcome> {
    return recordRead(read, this.deciders, sender, recordingBy(this.ledger, inBulk));
  }
}

@CommandHandler(RecordTogetherCommand)
export class RecordTogetherHandler implements ICommandHandler<RecordTogetherCommand> {
  constructor(
    private readonly ledger: Ledger,
    private readonly deciders: ReportDeciders,
  ) {}

  execute({ reports, inBulk }: RecordTogetherCommand): Promise<readonly SettledReport[]> {
    const row = reports.map(({ sender, read: { report } }) => ({
      sender,
      report,
      decider: deciderOf(this.deciders, report),
    }));
    return recordTogether(row, recordingBy(this.ledger, inBulk));
  }
}

const recordingBy = (ledger: Ledger, inBulk: boolean): Recording => ({
  ledger,
  log: inBulk ? ledger.bulk : ledger.log,
  rules: currentRules,
});
