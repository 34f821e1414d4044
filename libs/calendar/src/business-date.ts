const day = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days of a month of the Gregorian calendar; `month` from 1 to 12. */
const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** Whether the text is `YYYY-MM-DD` and that day exists; years 0000 to 9999. */
export const isRealDay = (text: string): boolean => {
  if (!day.test(text)) return false;
  const dayOfMonth = Number(text.slice(8));
  return dayOfMonth <= 28 || dayOfMonth <= daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)));
};

declare const kind: unique symbol;

/**
 * A business day in Asia/Shanghai as `YYYY-MM-DD`: a real day from 1900-01-01 to 9999-12-31. Being text of one width, days
 * compare with `<` and `===`.
 */
export type BusinessDate = string & { readonly [kind]: 'BusinessDate' };

const first = '1900-01-01';

export const isBusinessDate = (text: string): text is BusinessDate => text >= first && isRealDay(text);

/** Brands a day that was checked before, or a literal. @throws TypeError for any other text, which is a programming error */
export const businessDate = (text: string): BusinessDate => {
  if (!isBusinessDate(text)) throw new TypeError('not a business day');
  return text;
};

/*
 * Calculations with days use day numbers, which no clock time and no time zone can affect. The functions take plain text, so that literals
 * need no branding. @throws TypeError for text that is no business day
 */

const dayMs = 86_400_000;

/** Days since 1970-01-01; negative before it. */
export const dayNumber = (date: string): number => Date.parse(businessDate(date)) / dayMs;

const [firstNumber, lastNumber] = [dayNumber(first), dayNumber('9999-12-31')];

/** The inverse of `dayNumber`. @throws RangeError outside 1900-01-01 to 9999-12-31 */
export const dayOfNumber = (number: number): BusinessDate => {
  if (!(number >= firstNumber && number <= lastNumber))
    throw new RangeError('outside the days from 1900-01-01 to 9999-12-31');
  return new Date(number * dayMs).toISOString().slice(0, 10) as BusinessDate;
};

/** `days` may be negative. @throws RangeError for a result outside 1900-01-01 to 9999-12-31 */
export const addDays = (date: string, days: number): BusinessDate => dayOfNumber(dayNumber(date) + days);

/** Calendar days from one day to the other; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/**
 * The same day of another month, clipped to the end of that month: 2024-01-31 plus one month is 2024-02-29. `months` may be negative.
 *
 * @throws RangeError for a result outside 1900-01-01 to 9999-12-31
 */
export const addMonths = (date: string, months: number): BusinessDate => {
  if (!isBusinessDate(date)) throw new TypeError('not a business day');
  const count = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12 + 1;
  const day = Math.min(Number(date.slice(8)), daysInMonth(year, month));
  const [yyyy, mm, dd] = [
    String(year).padStart(4, '0'),
    ...[month, day].map((part) => String(part).padStart(2, '0')),
  ];
  const result = `${yyyy}-${mm}-${dd}`;
  if (!isBusinessDate(result)) throw new RangeError('outside the days from 1900-01-01 to 9999-12-31');
  return result;
};

/*
 * Mainland China declares some weekend days working days to make holidays longer, in a notice each autumn for the next year. A calendar is
 * therefore data; days that it does not name follow the week. Which years it covers is known by its holder.
 */

/** Weekdays off and weekend days worked, each `YYYY-MM-DD`, of one or several years. */
export interface WorkingCalendar {
  readonly off: readonly string[];
  readonly worked: readonly string[];
}

/** 1970-01-01, day 0, was a Thursday; Monday is 0 here. */
const weekday = (number: number): number => (((number + 3) % 7) + 7) % 7;

const isWeekend = (number: number): boolean => weekday(number) >= 5;

const isWorked = (number: number, date: string, { off, worked }: WorkingCalendar): boolean =>
  isWeekend(number) ? worked.includes(date) : !off.includes(date);

/** Weekend days are off unless worked, weekdays worked unless off. */
export const isWorkingDay = (date: string, calendar: WorkingCalendar): boolean =>
  isWorked(dayNumber(date), date, calendar);

/** Working days of a span, both ends included, in order; empty when `to` is before `from`. */
export const workingDaysBetween = (
  from: string,
  to: string,
  calendar: WorkingCalendar,
): readonly BusinessDate[] => {
  const days: BusinessDate[] = [];
  const last = dayNumber(to);
  for (let number = dayNumber(from); number <= last; number += 1) {
    const day = dayOfNumber(number);
    if (isWorked(number, day, calendar)) days.push(day);
  }
  return days;
};

/** A unit that spans of days are cut into: day, ISO week (Monday to Sunday) or calendar month. */
export type Interval = 'day' | 'week' | 'month';

/** A span of days, both ends included. */
export interface Span {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** The first day of the interval that a day is in. */
export const intervalStart = (interval: Interval, day: BusinessDate): BusinessDate => {
  if (interval === 'day') return day;
  if (interval === 'month') return businessDate(`${day.slice(0, 8)}01`);
  return dayOfNumber(dayNumber(day) - weekday(dayNumber(day)));
};

const endOfInterval = (interval: Interval, number: number): number => {
  if (interval === 'day') return number;
  if (interval === 'week') return number + 6 - weekday(number);
  const day = dayOfNumber(number);
  return number + daysInMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7))) - Number(day.slice(8));
};

/** The intervals of a span, clipped to it at both ends; none when the last day is before the first. */
export function* intervalsBetween(
  interval: Interval,
  first: BusinessDate,
  last: BusinessDate,
): Generator<Span> {
  const end = dayNumber(last);
  for (let begin = dayNumber(first); begin <= end;) {
    const to = Math.min(endOfInterval(interval, begin), end);
    yield { from: dayOfNumber(begin), to: dayOfNumber(to) };
    begin = to + 1;
  }
}
