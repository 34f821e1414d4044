import { type BusinessDate, businessDate, dayNumber, dayOfNumber } from './business-date.js';

/** A unit that spans of days are cut into: day, ISO week (Monday to Sunday) or calendar month. */
export type Interval = 'day' | 'week' | 'month';

/** A span of days, both ends included. */
export interface Span {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** 1970-01-01, day 0, was a Thursday; Monday is 0 here. */
const weekday = (number: number): number => (((number + 3) % 7) + 7) % 7;

const daysInMonth = (day: BusinessDate): number =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();

/** The first day of the interval that a day is in. */
export const intervalStart = (interval: Interval, day: BusinessDate): BusinessDate => {
  if (interval === 'day') return day;
  if (interval === 'month') return businessDate(`${day.slice(0, 8)}01`);
  return dayOfNumber(dayNumber(day) - weekday(dayNumber(day)));
};

const lastNumber = (interval: Interval, number: number): number => {
  if (interval === 'day') return number;
  if (interval === 'week') return number + 6 - weekday(number);
  const day = dayOfNumber(number);
  return number + daysInMonth(day) - Number(day.slice(8));
};

/** The intervals of a span, clipped to it at both ends; none when the last day is before the first. */
export function* intervalsBetween(
  interval: Interval,
  first: BusinessDate,
  last: BusinessDate,
): Generator<Span> {
  const end = dayNumber(last);
  for (let begin = dayNumber(first); begin <= end;) {
    const to = Math.min(lastNumber(interval, begin), end);
    yield { from: dayOfNumber(begin), to: dayOfNumber(to) };
    begin = to + 1;
  }
}
