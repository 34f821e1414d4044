import { type Decision, record, refuse, type Refused } from '#decider';
import type { IndicatorReported } from '#facts';
import type { Measure } from '#programmes';
import { type DecisionContext, late, notYetEffective, timeAhead } from '#recording';
import type { IndicatorReportedReport } from '#reports';

const unknownOrOfAnotherUnit = (
  { unit }: IndicatorReportedReport,
  measure: Measure | undefined,
): Refused | undefined => {
  if (!measure) return undefined;
  if (measure.status === 'UNKNOWN' || measure.data.op !== 'LATEST_SUM')
    return refuse('REF-R01', '/subject', {}, { retryable: true });
  return measure.data.unit === unit
    ? undefined
    : refuse('REF-R03', '/data/unit', { unit, expected: measure.data.unit });
};

const asAtAfterEffective = ({ asAt, effectiveDate }: IndicatorReportedReport): Refused | undefined =>
  asAt > effectiveDate ? refuse('TIM-R02', '/data/asAt', { asAt, effectiveDate }) : undefined;

/**
 * An institution's own aggregate of an indicator that a measure adds up (`LATEST_SUM`, under the same code). Without the measure, the rules
 * about it are not asked.
 */
export const reportIndicator = (
  code: string,
  report: IndicatorReportedReport,
  context: DecisionContext,
  measure: Measure | undefined,
): Decision<Pick<IndicatorReported, 'type' | 'data'>> => {
  const { effectiveDate, ...reported } = report;
  const broken =
    unknownOrOfAnotherUnit(report, measure) ??
    notYetEffective(effectiveDate, context) ??
    timeAhead(context) ??
    asAtAfterEffective(report);
  if (broken) return broken;

  return record(
    { type: 'IndicatorReported', data: { indicator: code, ...reported } },
    late(effectiveDate, context),
  );
};
