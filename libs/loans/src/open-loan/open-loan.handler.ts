import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeDesk, ReportOutcome } from '#intake';
import type { Report } from '#reports';
import { loanRequest } from '../loan-request.js';
import { openLoan } from './open-loan.js';

export class OpenLoanCommand extends Command<ReportOutcome> {
  constructor(
    readonly desk: IntakeDesk,
    readonly report: Report<'loan.opened'>,
  ) {
    super();
  }
}

@CommandHandler(OpenLoanCommand)
export class OpenLoanHandler implements ICommandHandler<OpenLoanCommand> {
  execute({ desk, report }: OpenLoanCommand): Promise<ReportOutcome> {
    return desk.record(
      report,
      { own: loanRequest(desk.institution, report.subject), beside: [] },
      (loan, context) => openLoan(report.subject, report.data, context)(loan),
    );
  }
}
