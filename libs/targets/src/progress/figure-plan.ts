import type { TargetData } from '#facts';
import type { TargetVersion } from '../definitions/definitions.js';
import type { MeasureInForce } from '../figures/measures-in-force.js';
import type { Cut, DimensionFilters } from './cut.js';

/** What has to be read for the figure of a measure in a target's period. */
export type FigurePlan =
  /** Quantities by day. */
  | { readonly kind: 'flow'; readonly cut: PeriodCut }
  /** Keys by the first day on which each is there; `target` is the seq of the definition whose cut it is. */
  | { readonly kind: 'distinct'; readonly cut: PeriodCut; readonly target: number }
  | { readonly kind: 'balance'; readonly cut: Cut }
  | { readonly kind: 'growth'; readonly now: Cut; readonly base: Cut }
  /** The latest value of each institution and scope. */
  | { readonly kind: 'latest'; readonly cut: Cut };

/** A cut with a beginning. */
export interface PeriodCut extends Cut {
  readonly from: string;
}

interface Asked {
  /** Absent: the whole period. */
  readonly effectiveAsOf?: string;
  readonly filters?: DimensionFilters;
}

export type MeasuresByCode = ReadonlyMap<string, MeasureInForce>;

const earlier = (one: string, other: string | undefined): string =>
  other !== undefined && other < one ? other : one;

/** The first and the last day that a target looks at; flows and counts need a first. */
const span = ({ period }: TargetData, effectiveAsOf: string | undefined) =>
  'from' in period
    ? { from: period.from, to: earlier(period.to, effectiveAsOf) }
    : { from: null, to: earlier(period.asAt, effectiveAsOf) };

const growthPlan = (
  balance: MeasureInForce | undefined,
  { base, filter }: TargetData,
  day: string,
  filters: DimensionFilters,
): FigurePlan | null => {
  if (!balance?.complete || balance.data.op !== 'BALANCE' || base === null || day < base) return null;
  const now = { computation: balance.computation, from: null, to: day, filters, filter };
  return { kind: 'growth', now, base: { ...now, to: base } };
};

/**
 * How the figure of a measure is read in the period of a target; null where it is not known: the measure is not defined, facts
 * that it should count came before it, or its operation has no meaning there.
 */
export const planOf = (
  measures: MeasuresByCode,
  code: string,
  { data: target, seq }: TargetVersion,
  { effectiveAsOf, filters = {} }: Asked = {},
): FigurePlan | null => {
  const measure = measures.get(code);
  if (!measure?.complete) return null;
  const { from, to } = span(target, effectiveAsOf);
  const cut = { computation: measure.computation, to, filters, filter: target.filter };
  switch (measure.data.op) {
    case 'SUM':
    case 'COUNT':
      return from === null ? null : { kind: 'flow', cut: { ...cut, from } };
    case 'COUNT_DISTINCT':
      return from === null ? null : { kind: 'distinct', cut: { ...cut, from }, target: seq };
    case 'BALANCE':
      return { kind: 'balance', cut: { ...cut, from: null } };
    case 'GROWTH':
      return growthPlan(measures.get(measure.data.of ?? ''), target, to, filters);
    case 'LATEST_SUM':
      return { kind: 'latest', cut: { ...cut, from } };
  }
};

/** The plan of the target's own figure: its unit has to be the measure's. */
export const planOfTarget = (
  measures: MeasuresByCode,
  target: TargetVersion,
  asked: Asked = {},
): FigurePlan | null => {
  const { measure, unit } = target.data;
  return measures.get(measure)?.data.unit === unit ? planOf(measures, measure, target, asked) : null;
};
