import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeDesk, ReportOutcome } from '#intake';
import type { Report } from '#reports';
import { bailoutRequest } from '../bailout-request.js';
import { returnDisbursement } from './return-disbursement.js';

export class ReturnDisbursementCommand extends Command<ReportOutcome> {
  constructor(
    readonly desk: IntakeDesk,
    readonly report: Report<'bailout.returned'>,
  ) {
    super();
  }
}

@CommandHandler(ReturnDisbursementCommand)
export class ReturnDisbursementHandler implements ICommandHandler<ReturnDisbursementCommand> {
  execute({ desk, report }: ReturnDisbursementCommand): Promise<ReportOutcome> {
    const own = bailoutRequest(desk.institution, report.data.programme);
    return desk.record(report, { own, beside: [] }, (bailout, context) =>
      returnDisbursement(report.subject, report.data, context)(bailout),
    );
  }
}
