import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Ledger } from '#recording';
import type { Report } from '#reports';
import { currentRules } from '#rules';
import type { ReportOutcome } from './outcome.js';
import { recordReport, type Sender } from './record-report.log.js';
import { deciderOf, type ReportDeciders } from './report-decider.js';

/** A report is to be decided on and recorded. Plain data: whoever can reach the bus can send it. */
export class RecordReportCommand extends Command<ReportOutcome> {
  constructor(
    readonly sender: Sender,
    readonly report: Report,
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

  execute({ sender, report, inBulk }: RecordReportCommand): Promise<ReportOutcome> {
    const { ledger } = this;
    const to = { ledger, log: inBulk ? ledger.bulk : ledger.log, rules: currentRules };
    return recordReport(report, deciderOf(this.deciders, report), sender, to);
  }
}
