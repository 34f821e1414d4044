import type { BusinessDate } from '#calendar';
import type { TargetData, Unit } from '#facts';
import type { Cut, PeriodCut } from './cut.js';
import { type DaySum, type Goal, goalOf, quantityText, growthOf, growthText } from './goal.js';
import type { TargetVersion } from './definitions.js';
import type { DimensionFilters } from './dimensions.js';
import { type MeasureInForce, narrowsMeasures } from './measures-in-force.js';

/** What has to be read for the figure of a measure in a target's period. */
export type FigurePlan =
  /** Quantities by day. */
  | { readonly kind: 'flow'; readonly cut: PeriodCut }
  /** Keys by their first day. `target`: seq of the target definition for which counts are kept; null where none are. */
  | { readonly kind: 'distinct'; readonly cut: PeriodCut; readonly target: number | null }
  | { readonly kind: 'balance'; readonly cut: Cut }
  | { readonly kind: 'growth'; readonly now: Cut; readonly base: Cut }
  /** The latest value of each institution and scope. */
  | { readonly kind: 'latest'; readonly cut: Cut };

/** Counts that are kept for a target. */
export interface DistinctPlan {
  readonly kind: 'distinct';
  readonly cut: PeriodCut;
  readonly target: number;
}

interface Asked {
  /** Absent: the whole period. */
  readonly effectiveAsOf?: BusinessDate;
  readonly filters?: DimensionFilters;
}

export type MeasuresByCode = ReadonlyMap<string, MeasureInForce>;

const earlier = (one: BusinessDate, other: BusinessDate | undefined): BusinessDate =>
  other !== undefined && other < one ? other : one;

/** The first and last day of a target's period; flows and counts need a first. */
const span = ({ period }: TargetData, effectiveAsOf: BusinessDate | undefined) =>
  'from' in period
    ? { from: period.from, to: earlier(period.to, effectiveAsOf) }
    : { from: null, to: earlier(period.asAt, effectiveAsOf) };

/** The computation that holds the quantities which pass the target's own filter, and the filter that is left to apply. Null: not complete yet. */
const chosenBy = (
  measure: MeasureInForce,
  { data: { filter }, narrowed }: TargetVersion,
): Pick<Cut, 'computation' | 'filter'> | null => {
  const isNarrowed = narrowsMeasures(filter);
  const counted = isNarrowed ? narrowed?.get(measure.computation) : measure;
  return counted?.complete ? { computation: counted.computation, filter: isNarrowed ? null : filter } : null;
};

const growthPlan = (
  balance: MeasureInForce | undefined,
  target: TargetVersion,
  day: BusinessDate,
  filters: DimensionFilters,
): FigurePlan | null => {
  const { base } = target.data;
  if (balance?.data.op !== 'BALANCE' || base === null || day < base) return null;
  const chosen = chosenBy(balance, target);
  if (!chosen) return null;
  const now = { ...chosen, from: null, to: day, filters };
  return { kind: 'growth', now, base: { ...now, to: base } };
};

/**
 * How the figure of a measure is read in the period of a target. Null where it is not known: the measure is not defined, its back-fill is
 * not complete, or its operation has no meaning there.
 */
export const planOf = (
  measures: MeasuresByCode,
  code: string,
  target: TargetVersion,
  { effectiveAsOf, filters = {} }: Asked = {},
): FigurePlan | null => {
  const measure = measures.get(code);
  if (!measure) return null;
  const { from, to } = span(target.data, effectiveAsOf);
  if (measure.data.op === 'GROWTH')
    return growthPlan(measures.get(measure.data.of ?? ''), target, to, filters);
  const chosen = chosenBy(measure, target);
  if (!chosen) return null;
  const { seq, unfilled = [], isFollowed = true } = target;
  const cut = { ...chosen, to, filters };
  switch (measure.data.op) {
    case 'SUM':
    case 'COUNT':
      return from === null ? null : { kind: 'flow', cut: { ...cut, from } };
    case 'COUNT_DISTINCT':
      if (from === null || (isFollowed && unfilled.includes(cut.computation))) return null;
      return { kind: 'distinct', cut: { ...cut, from }, target: isFollowed ? seq : null };
    case 'BALANCE':
      return { kind: 'balance', cut: { ...cut, from: null } };
    case 'LATEST_SUM':
      return { kind: 'latest', cut: { ...cut, from } };
  }
};

/** The plan of the target's own figure, whose unit must be the measure's. */
export const planOfTarget = (
  measures: MeasuresByCode,
  target: TargetVersion,
  asked: Asked = {},
): FigurePlan | null => {
  const { measure, unit } = target.data;
  return measures.get(measure)?.data.unit === unit ? planOf(measures, measure, target, asked) : null;
};

/** The plans of the measures in the target's `beside`. One that is not defined has no figure, and takes the target's unit. */
export const besidePlans = (
  measures: MeasuresByCode,
  target: TargetVersion,
  asked: Asked,
): readonly { readonly measure: string; readonly unit: Unit; readonly plan: FigurePlan | null }[] =>
  target.data.beside.map((measure) => ({
    measure,
    unit: measures.get(measure)?.data.unit ?? target.data.unit,
    plan: planOf(measures, measure, target, asked),
  }));

/** Every distinct count of a target, its own and those in `beside`, over the whole period. */
export const distinctPlans = (measures: MeasuresByCode, target: TargetVersion): readonly DistinctPlan[] =>
  [...new Set([target.data.measure, ...target.data.beside])].flatMap((code): DistinctPlan[] => {
    const plan = planOf(measures, code, target);
    return plan?.kind === 'distinct' && plan.target !== null ? [{ ...plan, target: plan.target }] : [];
  });

/** A target whose total over the whole period is followed in the order of the log, for the seq that first satisfied it. */
export interface FollowedTarget {
  readonly goal: Goal;
  readonly plan: Extract<FigurePlan, { readonly kind: 'flow' | 'distinct' }>;
}

/** Null where there is no goal, the figure has no first day, or the back-fill of the target is not complete. */
export const followedTarget = (
  measures: MeasuresByCode,
  target: TargetVersion,
  filters: DimensionFilters = {},
): FollowedTarget | null => {
  const plan = planOfTarget(measures, target, { filters });
  const goal = goalOf(target.data);
  if (!goal || (plan?.kind !== 'flow' && plan?.kind !== 'distinct')) return null;
  const isUnfilled = target.isFollowed !== false && target.unfilled?.includes(plan.cut.computation);
  return isUnfilled ? null : { goal, plan };
};

/** A computation of which something is kept for one target alone. */
export interface FollowedComputation {
  readonly computation: number;
  /** Whether it is the target's own figure, followed over the whole period. */
  readonly isFollowed: boolean;
}

const filledIn = <Key>(measures: ReadonlyMap<Key, MeasureInForce>): ReadonlyMap<Key, MeasureInForce> =>
  new Map([...measures].map(([key, measure]) => [key, { ...measure, complete: true }]));

/** Computations kept for a target: distinct counts, and the figure that is followed; also of measures that are not complete yet. */
export const followedComputations = (
  measures: MeasuresByCode,
  { unfilled: _none, narrowed, ...begun }: TargetVersion,
): readonly FollowedComputation[] => {
  const filled = filledIn(measures);
  const target = { ...begun, ...(narrowed && { narrowed: filledIn(narrowed) }) };
  const own = followedTarget(filled, target)?.plan.cut.computation;
  const counted = distinctPlans(filled, target).map(({ cut }) => cut.computation);
  return [...new Set([...counted, ...(own === undefined ? [] : [own])])].map((computation) => ({
    computation,
    isFollowed: computation === own,
  }));
};

/** The result of a plan, read from the tables or from a fold in memory. */
export type FigureReading =
  /** Quantities or keys by day, in order, from the first day of the period. */
  | { readonly kind: 'days'; readonly from: BusinessDate; readonly days: readonly DaySum[] }
  /** Null: nothing was reported. */
  | { readonly kind: 'quantity'; readonly quantity: bigint | null }
  | { readonly kind: 'growth'; readonly now: bigint; readonly base: bigint };

/** A figure of `beside`, as text; null where it is not known. */
export const shownFigure = (reading: FigureReading | null, unit: Unit): string | null => {
  switch (reading?.kind) {
    case undefined:
      return null;
    case 'days':
      return quantityText(
        reading.days.reduce((sum, { quantity }) => sum + quantity, 0n),
        unit,
      );
    case 'quantity':
      return reading.quantity === null ? null : quantityText(reading.quantity, unit);
    case 'growth':
      return growthText(growthOf(reading.now, reading.base));
  }
};
