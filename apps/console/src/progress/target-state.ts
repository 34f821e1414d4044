import type { TargetProgress } from '#contract';
import { percentText, permilleOf, quantityText, scaledOf } from '../figures/quantity.js';

/** How a target stands, in one word. */
export type Status =
  | 'achieved'
  | 'ahead'
  | 'onPace'
  | 'behind'
  | 'missed'
  | 'open'
  | 'notBegun'
  | 'unknown'
  | 'shown';

export interface TargetState {
  readonly status: Status;
  /** Of the threshold, rounded down, as people see it; undefined where there is none, or nothing is known. */
  readonly percent: string | undefined;
  readonly permille: number | undefined;
  /** Of the threshold that even pace would have come to. */
  readonly expectedPermille: number | undefined;
  /** How far ahead of even pace, in the unit; behind is negative. */
  readonly ahead: string | undefined;
}

type Stood = Pick<
  TargetProgress,
  'actual' | 'threshold' | 'achieved' | 'comparator' | 'pace' | 'unit' | 'period'
>;

const lastDayOf = (period: TargetProgress['period']): string => ('to' in period ? period.to : period.asAt);

/**
 * From the figures that people see: what is shown as 95.0 % of the threshold where 95.0 % was to be expected is on pace, whatever
 * stands behind the point. Achieved alone is reported by the registry, which compares exact values.
 */
export const targetStateOf = (target: Stood, effectiveAsOf: string): TargetState => {
  const { actual, threshold, pace, unit } = target;
  if ('from' in target.period && effectiveAsOf < target.period.from)
    return { ...nothing, status: 'notBegun' };
  if (actual === null) return { ...nothing, status: 'unknown' };
  if (threshold === null) return { ...nothing, status: 'shown' };
  const permille = permilleOf(actual, threshold) ?? undefined;
  const expected = pace?.expectedToDate ?? undefined;
  const expectedPermille =
    expected === undefined ? undefined : (permilleOf(expected, threshold) ?? undefined);
  return {
    status: statusOf(target, effectiveAsOf, permille, expectedPermille),
    permille,
    percent: permille === undefined ? undefined : percentText(permille),
    expectedPermille,
    ahead: expected === undefined ? undefined : quantityText(scaledOf(actual) - scaledOf(expected), unit),
  };
};

const nothing = { percent: undefined, permille: undefined, expectedPermille: undefined, ahead: undefined };

const statusOf = (
  { achieved, period }: Stood,
  effectiveAsOf: string,
  permille: number | undefined,
  expectedPermille: number | undefined,
): Status => {
  if (achieved) return 'achieved';
  if (effectiveAsOf > lastDayOf(period)) return 'missed';
  if (permille === undefined || expectedPermille === undefined) return 'open';
  if (permille === expectedPermille) return 'onPace';
  return permille > expectedPermille ? 'ahead' : 'behind';
};

/** All of what is wanted is there, and it has to be more than that. */
export const isAtEdge = ({ actual, threshold, achieved, comparator }: Stood): boolean =>
  comparator === 'GT' && !achieved && actual !== null && threshold !== null && actual === threshold;

/**
 * Whether what came since contradicts a forecast: there is more by now than it expects at the end, of what only grows, or the day is
 * over by which it expects the target achieved.
 */
export const isOvertaken = (
  {
    forecast,
    actual,
    achieved,
    period,
    pace,
  }: Pick<TargetProgress, 'forecast' | 'actual' | 'achieved' | 'period' | 'pace'>,
  effectiveAsOf: string,
): boolean => {
  if (forecast === null || actual === null) return false;
  const grows = 'from' in period && !pace?.recentPerDay?.startsWith('-');
  const expectedOn = forecast.attainedOn?.expected ?? undefined;
  const isLate = !achieved && expectedOn !== undefined && expectedOn < effectiveAsOf;
  return isLate || (grows && scaledOf(actual) > scaledOf(forecast.closing));
};

/** As it is shown: without a forecast that is overtaken. */
export const withoutOvertaken = (target: TargetProgress, effectiveAsOf: string): TargetProgress =>
  isOvertaken(target, effectiveAsOf) ? { ...target, forecast: null } : target;

/** Part of the period that is over, in working days where they are known; undefined of a target at one day. */
export const timeElapsedPermille = ({ pace }: Pick<TargetProgress, 'pace'>): number | undefined => {
  if (!pace) return undefined;
  const all = pace.workingDaysElapsed + pace.workingDaysLeft;
  return all === 0 ? undefined : Math.floor((pace.workingDaysElapsed * 1_000) / all);
};

const order: readonly Status[] = [
  'achieved',
  'ahead',
  'onPace',
  'behind',
  'open',
  'notBegun',
  'missed',
  'unknown',
  'shown',
];

/** How many targets stand how, and how many of those that are forecast, and not yet achieved, are more likely achieved than not. */
export const standingsOf = (targets: readonly TargetProgress[], effectiveAsOf: string) => {
  const statuses = targets.map((target) => targetStateOf(target, effectiveAsOf).status);
  const shown = targets.map((target) => withoutOvertaken(target, effectiveAsOf));
  const forecast = shown.filter(
    ({ achieved, forecast: made }) => !achieved && made !== null && made.probability !== null,
  );
  return {
    counts: order
      .map((status) => [status, statuses.filter((each) => each === status).length] as const)
      .filter(([, count]) => count > 0),
    forecasts: forecast.length,
    likely: forecast.filter(({ forecast: made }) => Boolean(made?.attainedOn?.expected)).length,
  };
};
