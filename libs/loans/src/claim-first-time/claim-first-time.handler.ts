import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeDesk, ReportOutcome } from '#intake';
import type { Report } from '#reports';
import { loanRequest } from '../loan-request.js';
import { claimFirstTime } from './claim-first-time.js';

export class ClaimFirstTimeCommand extends Command<ReportOutcome> {
  constructor(
    readonly desk: IntakeDesk,
    readonly report: Report<'borrower.first-time-flagged'>,
  ) {
    super();
  }
}

@CommandHandler(ClaimFirstTimeCommand)
export class ClaimFirstTimeHandler implements ICommandHandler<ClaimFirstTimeCommand> {
  execute({ desk, report }: ClaimFirstTimeCommand): Promise<ReportOutcome> {
    return desk.record(
      report,
      { own: loanRequest(desk.institution, report.subject), beside: [] },
      (loan, context) => claimFirstTime(report.subject, report.data, context)(loan),
    );
  }
}
