import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeDesk, ReportOutcome } from '#intake';
import type { Report } from '#reports';
import { loanRequest } from '../loan-request.js';
import { repayLoan } from './repay-loan.js';

export class RepayLoanCommand extends Command<ReportOutcome> {
  constructor(
    readonly desk: IntakeDesk,
    readonly report: Report<'loan.repaid'>,
  ) {
    super();
  }
}

@CommandHandler(RepayLoanCommand)
export class RepayLoanHandler implements ICommandHandler<RepayLoanCommand> {
  execute({ desk, report }: RepayLoanCommand): Promise<ReportOutcome> {
    return desk.record(
      report,
      { own: loanRequest(desk.institution, report.subject), beside: [] },
      (loan, context) => repayLoan(report.subject, report.data, context)(loan),
    );
  }
}
