import type { SeriesPoint, TargetProgress } from '#contract';
import { drawn } from '../figures/quantity.js';

/** A point of a line: a day, and how much there is by its end. */
export type DayPoint = readonly [day: string, quantity: number];

/** What a burn-up shows, ready to be drawn. */
export interface BurnUpLines {
  readonly from: string;
  readonly to: string;
  readonly actual: readonly DayPoint[];
  readonly even: readonly DayPoint[];
  readonly required: readonly DayPoint[];
  /** From the last day that is known to the end: what is expected, and between which bounds in four cases of five. */
  readonly forecast: Band | undefined;
  readonly threshold: number | undefined;
  /** Where the drawing ends above. */
  readonly most: number;
}

interface Band {
  readonly expected: readonly DayPoint[];
  readonly low: readonly DayPoint[];
  readonly high: readonly DayPoint[];
  /** When the target is expected to be achieved; undefined: not within the period. */
  readonly attainedOn: string | undefined;
}

type Paced = Pick<TargetProgress, 'actual' | 'threshold' | 'pace' | 'period' | 'achieved' | 'forecast'>;

/** The days that a target is shown over: its period, or the year up to its day. */
export const daysOf = (period: TargetProgress['period']): { readonly from: string; readonly to: string } =>
  'from' in period ? period : { from: `${period.asAt.slice(0, 4)}-01-01`, to: period.asAt };

const earlier = (one: string, other: string): string => (one < other ? one : other);

/** Interval of the points, so that there are neither three nor four hundred. */
export const intervalOf = ({ from, to }: { readonly from: string; readonly to: string }): 'day' | 'week' =>
  Date.parse(to) - Date.parse(from) > 70 * 24 * 60 * 60 * 1_000 ? 'week' : 'day';

/** Of what has never fallen yet no day ends below what there is already. */
const leastEnd = (line: readonly DayPoint[], known: number): number =>
  line.every(([, quantity], place) => quantity >= (line[place - 1]?.[1] ?? 0)) ? known : -Infinity;

/**
 * A forecast says where the period ends, and nothing of the days before: its band opens in straight lines from the last day that is known,
 * which may be after those that it goes by.
 */
const bandOf = (
  forecast: TargetProgress['forecast'],
  line: readonly DayPoint[],
  period: { readonly from: string; readonly to: string },
): Band | undefined => {
  if (forecast === null) return undefined;
  const start = line.at(-1) ?? [period.from, 0];
  if (start[0] >= period.to) return undefined;
  const least = leastEnd(line, start[1]);
  const to = (end: string): readonly DayPoint[] => [start, [period.to, Math.max(least, drawn(end))]];
  return {
    expected: to(forecast.closing),
    low: to(forecast.interval.low),
    high: to(forecast.interval.high),
    attainedOn: forecast.attainedOn?.expected ?? undefined,
  };
};

/** What a line has at a day, straight between its places; undefined beyond its ends. */
export const lineAt = (line: readonly DayPoint[], day: string): number | undefined => {
  const next = line.findIndex(([each]) => each >= day);
  const [before, after] = [line[next - 1], line[next]];
  if (after?.[0] === day) return after[1];
  if (!before || !after) return undefined;
  const beganMs = Date.parse(before[0]);
  const part = (Date.parse(day) - beganMs) / (Date.parse(after[0]) - beganMs);
  return before[1] + part * (after[1] - before[1]);
};

/** Days of the table below: of each interval that has begun its last, and the end of the period, where lines go that begin now. */
export const tableDays = (
  points: readonly SeriesPoint[],
  { to }: { readonly to: string },
  effectiveAsOf: string,
): readonly (Pick<SeriesPoint, 'quantity' | 'cumulative'> & { readonly day: string })[] => {
  const until = earlier(effectiveAsOf, to);
  const begun = points
    .filter(({ from }) => from <= until)
    .map(({ to: ends, quantity, cumulative }) => ({ day: earlier(ends, until), quantity, cumulative }));
  return until < to ? [...begun, { day: to, quantity: null, cumulative: null }] : begun;
};

/** Even pace by working days. The answer has what it expects by now, so it is two lines that meet there. */
export const burnUpLines = (
  { actual, threshold, pace, period, achieved, forecast }: Paced,
  points: readonly SeriesPoint[],
  effectiveAsOf: string,
): BurnUpLines => {
  const { from, to } = daysOf(period);
  const until = earlier(effectiveAsOf, to);
  const known = points.filter(({ cumulative, from: begins }) => cumulative !== null && begins <= until);
  const line = known.map(({ to: ends, cumulative }): DayPoint => [
    earlier(ends, until),
    drawn(cumulative ?? '0'),
  ]);
  const goal = threshold === null ? undefined : drawn(threshold);
  const expected = pace?.expectedToDate ?? undefined;
  const forecastBand = bandOf(forecast, line, { from, to });
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
    forecast: forecastBand,
    threshold: goal,
    most:
      Math.max(goal ?? 0, ...[...line, ...(forecastBand?.high ?? [])].map(([, quantity]) => quantity), 1) *
      1.04,
  };
};
