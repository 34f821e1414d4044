import { type BusinessDate, workingDaysBetween } from '#calendar';
import type { CalendarSet, TargetData, Unit } from '#facts';
import { truncatedDecimal } from '#money';
import { type DaySum, quantityText, scaled } from './goal.js';

/** How fast it goes, and how fast it has to (3.3). Per-day figures have two decimals, cut off. */
interface Pace {
  readonly workingDaysElapsed: number;
  readonly workingDaysLeft: number;
  readonly expectedToDate: string | null;
  readonly recentPerDay: string | null;
  readonly requiredPerDay: string | null;
}

interface Paced {
  readonly period: { readonly from: BusinessDate; readonly to: BusinessDate };
  readonly effectiveAsOf: BusinessDate;
  /** In fen or pieces; null where nothing is to be reached. */
  readonly threshold: bigint | null;
  readonly unit: Unit;
  readonly path: TargetData['path'];
  readonly actual: bigint;
  /** What was added in the period up to `effectiveAsOf`: by day, at least from `recentSince` on. */
  readonly days: readonly DaySum[];
}

/** A share of the whole, exactly. */
interface Share {
  readonly over: bigint;
  readonly under: bigint;
}

/** Weights have up to six decimals. */
const decimals = 6;

const weightOf = (decimal: string): bigint => {
  const { units, scale } = scaled(decimal);
  return (units * 10n ** BigInt(decimals)) / scale;
};

/**
 * What each working day of the period weighs in it: all alike, or each month with its weight, parted among its working days. Over one
 * denominator, so that nothing is rounded.
 */
export const pathWeights = (all: readonly BusinessDate[], path: TargetData['path']): readonly bigint[] => {
  if (path === null) return all.map(() => 1n);
  const monthOf = (day: BusinessDate): string => day.slice(0, 7);
  const days = new Map<string, bigint>();
  for (const day of all) days.set(monthOf(day), (days.get(monthOf(day)) ?? 0n) + 1n);
  const common = [...days.values()].reduce((product, count) => product * count, 1n);
  return all.map((day) => {
    const weight = weightOf(path[Number(day.slice(5, 7)) - 1] ?? '0');
    return (weight * common) / (days.get(monthOf(day)) ?? 1n);
  });
};

const sumOf = (weights: readonly bigint[]): bigint => weights.reduce((sum, weight) => sum + weight, 0n);

/**
 * What share of a target should be there after `elapsed` of its working days: a line over working days, or each month of the
 * period with its weight, and a line over the working days within the month. Null where there is nothing to share out.
 */
const expectedShare = (
  all: readonly BusinessDate[],
  elapsed: number,
  path: TargetData['path'],
): Share | null => {
  if (path === null) return all.length === 0 ? null : { over: BigInt(elapsed), under: BigInt(all.length) };
  const weights = pathWeights(all, path);
  const under = sumOf(weights);
  return under === 0n ? null : { over: sumOf(weights.slice(0, elapsed)), under };
};

/** Recent is over this many working days, or as many as there were. */
const recentDays = 20;

type Years = readonly CalendarSet['data'][];

/** The calendar that working days are counted by. */
const paceCalendar = 'CN';

/** Its years, out of all that are set. */
export const paceYears = (calendars: readonly { readonly data: CalendarSet['data'] }[]): Years =>
  calendars.map(({ data }) => data).filter(({ code }) => code === paceCalendar);

const yearOf = (day: BusinessDate): number => Number(day.slice(0, 4));

/** The calendar of every year that the period touches, put together; null when one of them is not set. */
const calendarOver = (
  { from, to }: Paced['period'],
  years: Years,
): { readonly off: readonly BusinessDate[]; readonly worked: readonly BusinessDate[] } | null => {
  const needed = years.filter(({ year }) => year >= yearOf(from) && year <= yearOf(to));
  if (new Set(needed.map(({ year }) => year)).size !== yearOf(to) - yearOf(from) + 1) return null;
  return { off: needed.flatMap(({ off }) => off), worked: needed.flatMap(({ worked }) => worked) };
};

const perDay = (quantity: bigint, days: number, unit: Unit): string =>
  truncatedDecimal(quantity, BigInt(days) * (unit === 'CNY' ? 100n : 1n), 2);

/** Working days of periods by what their calendars say: most targets share theirs, in every answer, and a year has 366 days to look at. */
const daysKnown = new Map<string, readonly BusinessDate[]>();
const mostKnown = 64;

/** Working days of a period; null unless the calendar covers the whole of it. */
const workingDaysOf = (period: Paced['period'], years: Years): readonly BusinessDate[] | null => {
  const calendar = calendarOver(period, years);
  if (calendar === null) return null;
  const name = `${period.from} ${period.to} ${calendar.off.join()} ${calendar.worked.join()}`;
  const found = daysKnown.get(name);
  if (found !== undefined) return found;
  const days = workingDaysBetween(period.from, period.to, calendar);
  if (daysKnown.size >= mostKnown) daysKnown.clear();
  daysKnown.set(name, days);
  return days;
};

/** How many of these days, which are in order, are up to one. */
const countUpTo = (days: readonly BusinessDate[], day: BusinessDate): number => {
  let [least, most] = [0, days.length];
  while (least < most) {
    const middle = (least + most) >> 1;
    if ((days[middle] ?? day) <= day) least = middle + 1;
    else most = middle;
  }
  return least;
};

/** Working days of the period, and how many of them are up to `effectiveAsOf`; null unless the calendar covers the whole of it. */
export const elapsedDays = (
  { period, effectiveAsOf }: Pick<Paced, 'period' | 'effectiveAsOf'>,
  years: Years,
): { readonly all: readonly BusinessDate[]; readonly elapsed: number } | null => {
  const all = workingDaysOf(period, years);
  return all && { all, elapsed: countUpTo(all, effectiveAsOf) };
};

const firstRecent = (elapsed: number): number => Math.max(0, elapsed - recentDays);

/** The day from which on a pace is recent; null where there is none. What came before it is asked for as a whole only. */
export const recentSince = (
  paced: Pick<Paced, 'period' | 'effectiveAsOf'>,
  years: Years,
): BusinessDate | null => {
  const days = elapsedDays(paced, years);
  return days && days.elapsed > 0 ? (days.all[firstRecent(days.elapsed)] ?? null) : null;
};

const recentPerDay = (
  all: readonly BusinessDate[],
  elapsed: number,
  { days, unit }: Pick<Paced, 'days' | 'unit'>,
): string | null => {
  const first = all[firstRecent(elapsed)];
  if (first === undefined || elapsed === 0) return null;
  // Days off in between count: what came on them came, and nobody would believe a pace that leaves it out.
  const sum = days.reduce((total, { day, quantity }) => (day >= first ? total + quantity : total), 0n);
  return perDay(sum, elapsed - firstRecent(elapsed), unit);
};

/** Null unless the calendar covers the whole period. `years` are those of `paceYears`. */
export const paceOf = (paced: Paced, years: Years): Pace | null => {
  const { threshold, unit, path, actual } = paced;
  const days = elapsedDays(paced, years);
  if (!days) return null;
  const { all, elapsed } = days;
  const left = all.length - elapsed;
  const share = expectedShare(all, elapsed, path);
  const missing = threshold === null || threshold < actual ? 0n : threshold - actual;
  return {
    workingDaysElapsed: elapsed,
    workingDaysLeft: left,
    expectedToDate:
      threshold === null || share === null
        ? null
        : quantityText((threshold * share.over) / share.under, unit),
    recentPerDay: recentPerDay(all, elapsed, paced),
    requiredPerDay: threshold === null || left === 0 ? null : perDay(missing, left, unit),
  };
};
