import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Ledger } from '#recording';
import { isChange, type Report, type ReportType } from '#reports';
import { currentRules } from '#rules';
import {
  appendReport,
  type Attempted,
  type Recording,
  type Sender,
  untilDecided,
} from './append-report.log.js';
import { recordChange } from './changes/record-change.log.js';
import { gatherStates, type Look, isToRecord, verdictOn } from './decide-report.log.js';
import type { ReportOutcome } from './outcome.js';
import type { Reading } from './read-report.js';
import { recordTogether, type SettledReport } from './record-together.log.js';
import { deciderOf, type ReportDecider, type ReportDeciders } from './report-decider.js';

const attempt = async (
  report: Report,
  decider: ReportDecider<ReportType>,
  sender: Sender,
  to: Recording,
  look: Look,
): Promise<Attempted> => {
  const known = await gatherStates(report, decider, sender, to, look);
  const [state] = known;
  const decision = verdictOn(report, decider, known, state, sender, to, look);
  if (!isToRecord(decision)) return decision;
  const at = { stream: state.stream, expectedRevision: state.revision };
  return appendReport(report, { ...at, ...decision }, sender, decision.nowMs, to, (facts) =>
    to.ledger.folds.advance(decider.own(report, sender.institution), state, facts),
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

/** A report that was understood. */
export type ReportRead = Pick<Extract<Reading, { readonly outcome: 'read' }>, 'report' | 'ownership'>;

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
