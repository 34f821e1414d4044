import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeDesk, ReportOutcome } from '#intake';
import type { Report } from '#reports';
import { loanRequest } from '../loan-request.js';
import { reclassifyLoan } from './reclassify-loan.js';

export class ReclassifyLoanCommand extends Command<ReportOutcome> {
  constructor(
    readonly desk: IntakeDesk,
    readonly report: Report<'loan.reclassified'>,
  ) {
    super();
  }
}

@CommandHandler(ReclassifyLoanCommand)
export class ReclassifyLoanHandler implements ICommandHandler<ReclassifyLoanCommand> {
  execute({ desk, report }: ReclassifyLoanCommand): Promise<ReportOutcome> {
    return desk.record(
      report,
      { own: loanRequest(desk.institution, report.subject), beside: [] },
      (loan, context) => reclassifyLoan(report.subject, report.data, context)(loan),
    );
  }
}
