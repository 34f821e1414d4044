import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeDesk, ReportOutcome } from '#intake';
import type { Report } from '#reports';
import { loanRequest } from '../loan-request.js';
import { writeOffLoan } from './write-off-loan.js';

export class WriteOffLoanCommand extends Command<ReportOutcome> {
  constructor(
    readonly desk: IntakeDesk,
    readonly report: Report<'loan.written-off'>,
  ) {
    super();
  }
}

@CommandHandler(WriteOffLoanCommand)
export class WriteOffLoanHandler implements ICommandHandler<WriteOffLoanCommand> {
  execute({ desk, report }: WriteOffLoanCommand): Promise<ReportOutcome> {
    return desk.record(
      report,
      { own: loanRequest(desk.institution, report.subject), beside: [] },
      (loan, context) => writeOffLoan(report.subject, report.data, context)(loan),
    );
  }
}
