import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeDesk, ReportOutcome } from '#intake';
import type { Report } from '#reports';
import { loanRequest } from '../loan-request.js';
import { extendLoan } from './extend-loan.js';

export class ExtendLoanCommand extends Command<ReportOutcome> {
  constructor(
    readonly desk: IntakeDesk,
    readonly report: Report<'loan.extended'>,
  ) {
    super();
  }
}

@CommandHandler(ExtendLoanCommand)
export class ExtendLoanHandler implements ICommandHandler<ExtendLoanCommand> {
  execute({ desk, report }: ExtendLoanCommand): Promise<ReportOutcome> {
    return desk.record(
      report,
      { own: loanRequest(desk.institution, report.subject), beside: [] },
      (loan, context) => extendLoan(report.subject, report.data, context)(loan),
    );
  }
}
