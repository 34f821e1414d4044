import type { SeriesPoint, TargetProgress } from '#contract';
import { drawn } from '../figures/quantity.js';

/** A point of a line: a day, and how much there is by its end. */
export type Place = readonly [day: string, quantity: number];

/** What a burn-up shows, ready to be drawn. */
export interface BurnUpLines {
  readonly from: string;
  readonly to: string;
  readonly actual: readonly Place[];
  readonly even: readonly Place[];
  readonly required: readonly Place[];
  readonly threshold: number | undefined;
  /** Where the drawing ends above. */
  readonly most: number;
}

type Paced = Pick<TargetProgress, 'actual' | 'threshold' | 'pace' | 'period' | 'achieved'>;

/** The days that a target is shown over: its period, or the year up to its day. */
export const daysOf = (period: TargetProgress['period']): { readonly from: string; readonly to: string } =>
  'from' in period ? period : { from: `${period.asAt.slice(0, 4)}-01-01`, to: period.asAt };

const earlier = (one: string, other: string): string => (one < other ? one : other);

/** Interval of the points, so that there are neither three nor four hundred. */
export const intervalOf = ({ from, to }: { readonly from: string; readonly to: string }): 'day' | 'week' =>
  Date.parse(to) - Date.parse(from) > 70 * 24 * 60 * 60 * 1_000 ? 'week' : 'day';

/** Even pace goes by working days, of which the answer tells how much was to be expected by now: two lines that meet there. */
export const burnUpLines = (
  { actual, threshold, pace, period, achieved }: Paced,
  points: readonly SeriesPoint[],
  effectiveAsOf: string,
): BurnUpLines => {
  const { from, to } = daysOf(period);
  const until = earlier(effectiveAsOf, to);
  const known = points.filter(({ cumulative, from: begins }) => cumulative !== null && begins <= until);
  const line = known.map(({ to: ends, cumulative }): Place => [
    earlier(ends, until),
    drawn(cumulative ?? '0'),
  ]);
  const goal = threshold === null ? undefined : drawn(threshold);
  const expected = pace?.expectedToDate ?? undefined;
  const isOpen = !achieved && goal !== undefined && actual !== null && until < to;
  return {
    from,
    to,
    actual: 'from' in period ? [[from, 0], ...line] : line,
    even:
      goal === undefined || expected === undefined
        ? []
        : [[from, 0], ...(until < to && until > from ? [[until, drawn(expected)] as const] : []), [to, goal]],
    required: isOpen
      ? [
          [until, drawn(actual)],
          [to, goal],
        ]
      : [],
    threshold: goal,
    most: Math.max(goal ?? 0, ...line.map(([, quantity]) => quantity), 1) * 1.04,
  };
};
