import { reportDecider, type ReportDeciders } from '#intake';
import { type Measure, measureRequest } from '#programmes';
import type { ReportType } from '#reports';
import { type Indicator, indicatorRequest } from './indicator.js';
import { reportIndicator } from './report-indicator.js';

/** What is decided on an institution's own aggregates: on the measure that has the indicator's code. */
export const indicatorDeciders: ReportDeciders<Extract<ReportType, `indicator.${string}`>> = {
  'indicator.reported': reportDecider<'indicator.reported', Indicator, readonly [Measure]>({
    own: ({ subject }, institution) => indicatorRequest(institution, subject),
    others: ({ subject }) => [measureRequest(subject)],
    decide:
      ({ subject, data }, context) =>
      (_indicator, measure) =>
        reportIndicator(subject, data, context, measure),
  }),
};
