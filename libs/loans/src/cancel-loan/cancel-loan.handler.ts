import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeDesk, ReportOutcome } from '#intake';
import type { Report } from '#reports';
import { loanRequest } from '../loan-request.js';
import { cancelLoan } from './cancel-loan.js';

export class CancelLoanCommand extends Command<ReportOutcome> {
  constructor(
    readonly desk: IntakeDesk,
    readonly report: Report<'loan.cancelled'>,
  ) {
    super();
  }
}

@CommandHandler(CancelLoanCommand)
export class CancelLoanHandler implements ICommandHandler<CancelLoanCommand> {
  execute({ desk, report }: CancelLoanCommand): Promise<ReportOutcome> {
    return desk.record(
      report,
      { own: loanRequest(desk.institution, report.subject), beside: [] },
      (loan, context) => cancelLoan(report.subject, report.data, context)(loan),
    );
  }
}
