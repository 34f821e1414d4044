import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeDesk, ReportOutcome } from '#intake';
import { type Loan, loanRequest } from '#loans';
import type { FoldRequest } from '#recording';
import type { Report } from '#reports';
import type { Bailout } from '../bailout.js';
import type { BailoutProgramme } from '../bailout-programme/bailout-programme.js';
import { bailoutProgrammeRequest } from '../bailout-programme/bailout-programme-request.js';
import { bailoutRequest } from '../bailout-request.js';
import { disburse } from './disburse.js';

export class DisburseCommand extends Command<ReportOutcome> {
  constructor(
    readonly desk: IntakeDesk,
    readonly report: Report<'bailout.disbursed'>,
  ) {
    super();
  }
}

@CommandHandler(DisburseCommand)
export class DisburseHandler implements ICommandHandler<DisburseCommand> {
  execute({ desk, report }: DisburseCommand): Promise<ReportOutcome> {
    const { institution } = desk;
    const { programme, loanId } = report.data;
    const named: readonly FoldRequest<Loan>[] =
      loanId === undefined ? [] : [loanRequest(institution, loanId)];
    return desk.record<Bailout, readonly [BailoutProgramme, ...Loan[]]>(
      report,
      {
        own: bailoutRequest(institution, programme),
        beside: [bailoutProgrammeRequest(programme), ...named],
      },
      (bailout, context, definition, loan) =>
        disburse(report.subject, report.data, context, { institution, programme: definition, loan })(bailout),
    );
  }
}
