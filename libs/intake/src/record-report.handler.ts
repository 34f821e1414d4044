import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Ledger } from '#recording';
import { isChange } from '#reports';
import { currentRules } from '#rules';
import type { Recording, Sender } from './append-report.log.js';
import { recordChange } from './changes/record-change.log.js';
import type { ReportOutcome } from './outcome.js';
import type { Reading } from './read-report.js';
import { recordReport } from './record-report.log.js';
import { deciderOf, type ReportDeciders } from './report-decider.js';

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

/** The one handler for reports of every type: which decider is asked is a line of the table. */
@CommandHandler(RecordReportCommand)
export class RecordReportHandler implements ICommandHandler<RecordReportCommand> {
  constructor(
    private readonly ledger: Ledger,
    private readonly deciders: ReportDeciders,
  ) {}

  execute({ sender, read, inBulk }: RecordReportCommand): Promise<ReportOutcome> {
    const { ledger } = this;
    const to = { ledger, log: inBulk ? ledger.bulk : ledger.log, rules: currentRules };
    return recordRead(read, this.deciders, sender, to);
  }
}
