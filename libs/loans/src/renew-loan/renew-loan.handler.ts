import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeDesk, ReportOutcome } from '#intake';
import type { Report } from '#reports';
import { loanRequest } from '../loan-request.js';
import { renewLoan } from './renew-loan.js';

export class RenewLoanCommand extends Command<ReportOutcome> {
  constructor(
    readonly desk: IntakeDesk,
    readonly report: Report<'loan.renewed'>,
  ) {
    super();
  }
}

@CommandHandler(RenewLoanCommand)
export class RenewLoanHandler implements ICommandHandler<RenewLoanCommand> {
  execute({ desk, report }: RenewLoanCommand): Promise<ReportOutcome> {
    return desk.record(
      report,
      { own: loanRequest(desk.institution, report.subject), beside: [] },
      (loan, context) => renewLoan(report.subject, report.data, context)(loan),
    );
  }
}
