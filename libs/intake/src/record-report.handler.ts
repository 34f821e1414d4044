import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Ledger } from '#recording';
import { currentRules } from '#rules';
import type { ReportOutcome } from './outcome.js';
import type { Sender } from './append-report.log.js';
import { recordRead, type ReportRead } from './record-read.log.js';
import type { ReportDeciders } from './report-decider.js';

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
