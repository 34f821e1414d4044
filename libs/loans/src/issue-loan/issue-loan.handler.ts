import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeDesk, ReportOutcome } from '#intake';
import type { Report } from '#reports';
import { loanRequest } from '../loan-request.js';
import { issueLoan } from './issue-loan.js';

export class IssueLoanCommand extends Command<ReportOutcome> {
  constructor(
    readonly desk: IntakeDesk,
    readonly report: Report<'loan.issued'>,
  ) {
    super();
  }
}

@CommandHandler(IssueLoanCommand)
export class IssueLoanHandler implements ICommandHandler<IssueLoanCommand> {
  execute({ desk, report }: IssueLoanCommand): Promise<ReportOutcome> {
    return desk.record(
      report,
      { own: loanRequest(desk.institution, report.subject), beside: [] },
      (loan, context) => issueLoan(report.subject, report.data, context)(loan),
    );
  }
}
