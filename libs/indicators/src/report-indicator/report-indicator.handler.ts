import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IntakeDesk, ReportOutcome } from '#intake';
import { type Measure, measureRequest } from '#programmes';
import type { Report } from '#reports';
import { type Indicator, indicatorRequest } from '../indicator.js';
import { reportIndicator } from './report-indicator.js';

export class ReportIndicatorCommand extends Command<ReportOutcome> {
  constructor(
    readonly desk: IntakeDesk,
    readonly report: Report<'indicator.reported'>,
  ) {
    super();
  }
}

@CommandHandler(ReportIndicatorCommand)
export class ReportIndicatorHandler implements ICommandHandler<ReportIndicatorCommand> {
  execute({ desk, report }: ReportIndicatorCommand): Promise<ReportOutcome> {
    const { subject, data } = report;
    return desk.record<Indicator, readonly [Measure]>(
      report,
      { own: indicatorRequest(desk.institution, subject), beside: [measureRequest(subject)] },
      (_indicator, context, measure) => reportIndicator(subject, data, context, measure),
    );
  }
}
