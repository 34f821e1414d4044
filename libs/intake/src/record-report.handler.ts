import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Ledger } from '#recording';
import { isChange, type Report, type ReportType } from '#reports';
import { currentRules } from '#rules';
import {
  appendReport,
  type Attempted,
  type Recording,
  type Sender,
  untilNotOvertaken,
} from './append-report.log.js';
import { recordChange } from './changes/record-change.log.js';
import { gathered, type Look, verdictOn } from './decide-report.log.js';
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
  const known = await gathered(report, decider, sender, to, look);
  const [state] = known;
  const decision = verdictOn(report, decider, known, state, sender, to, look);
  if (decision === 'overtaken' || decision instanceof Promise || decision.outcome !== 'record')
    return decision;
  const at = { stream: state.stream, expectedRevision: state.revision };
  return appendReport(report, { ...at, ...decision }, sender, decision.nowMs, to, (facts) =>
    to.ledger.folds.advance(decider.own(report, sender.institution), state, facts),
  );
};

/**
 * One report, one stream, one append. Gathers the states, lets the capability decide, and appends at the revision that was decided on,
 * unless the report came before or its sender changed; when somebody else was faster it starts over. Of other streams only what can no
 * longer turn against the report is read.
 */
export const recordReport = (
  report: Report,
  decider: ReportDecider<ReportType>,
  sender: Sender,
  to: Recording,
): Promise<ReportOutcome> =>
  untilNotOvertaken((attempts) =>
    attempt(report, decider, sender, to, attempts === 0 ? 'as-known' : 'as-it-is'),
  );

/** A report that was understood. */
export type ReportRead = Pick<Extract<Reading, { readonly outcome: 'read' }>, 'report' | 'ownership'>;

/** A report of any type: what corrects or reverses another one is decided on by the decider of that one. */
export const recordRead = (
  { report, ownership }: ReportRead,
  deciders: ReportDeciders,
  sender: Sender,
  to: Recording,
): Promise<ReportOutcome> =>
  isChange(report)
    ? recordChange({ report, ownership }, deciders, sender, to)
    : recordReport(report, deciderOf(deciders, report), sender, to);

/** A report is to be decided on and recorded. Plain data: whoever can reach the bus can send it. */
export class RecordReportCommand extends Command<ReportOutcome> {
  constructor(
    readonly sender: Sender,
    readonly read: ReportRead,
    /** Many reports are sent at once, so that their appends should go together. */
    readonly inBulk: boolean,
  ) {
    super();
  }
}

/** Reports of one stream, in their order: as many of the first ones as are recorded with one append. */
export class RecordTogetherCommand extends Command<readonly SettledReport[]> {
  constructor(
    readonly reports: readonly { readonly sender: Sender; readonly read: ReportRead }[],
    readonly inBulk: boolean,
  ) {
    super();
  }
}

/** The one handler for reports of every type: which decider is asked is a line of the table. */
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
