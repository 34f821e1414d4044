import { type Decision, type Evolution, record, refuse, type Refused } from '#decider';
import { type IndicatorReported, indicatorStream, type StoredFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { reportDecider, type ReportDeciders } from '#intake';
import { type Measure, measureRequest } from '#programmes';
import { type DecisionContext, type FoldRequest, late, notYetEffective, timeAhead } from '#recording';
import type { IndicatorReportedReport, ReportType } from '#reports';

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

/**
 * What one institution reported of one indicator. No decision depends on an earlier value: each report stands beside the
 * others, and which of them counts is for the figures to say. Which reports the stream holds is known beside the state.
 */
type Indicator = null;

const indicator: Evolution<Indicator, StoredFact> = { initial: null, evolve: () => null };

export const indicatorRequest = (institution: InstitutionCode, code: string): FoldRequest<Indicator> => ({
  stream: indicatorStream(institution, code),
  fold: { kind: 'indicator', evolution: indicator },
});

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
