import { type BusinessDate, isBusinessDate } from './business-date.js';
import { daysInMonth } from './real-day.js';

/*
 * Days as whole numbers, so that no clock time and no zone can come in between. Days in facts are plain text that was checked
 * when the report came, so text is taken here; what is no business day is a programmer's error and throws a TypeError.
 */

const dayMs = 86_400_000;

/** Days since 1970-01-01, which is 0; before it below zero. */
export const dayNumber = (date: string): number => {
  if (!isBusinessDate(date)) throw new TypeError('not a business day');
  return Date.parse(date) / dayMs;
};

/** The day of a number of `dayNumber`; a RangeError outside 1900-01-01 to 9999-12-31. */
export const dayOfNumber = (number: number): BusinessDate => {
  const date = new Date(number * dayMs).toISOString().slice(0, 10);
  if (!isBusinessDate(date)) throw new RangeError('outside the days from 1900-01-01 to 9999-12-31');
  return date;
};

/** `days` may be below zero. A RangeError when the result is outside 1900-01-01 to 9999-12-31. */
export const addDays = (date: string, days: number): BusinessDate => dayOfNumber(dayNumber(date) + days);

/** Calendar days from one day to the other: 0 for the same day, below zero when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/**
 * The same day of a later or, below zero, earlier month, clipped to that month's end: 2024-01-31 and one month is 2024-02-29.
 * A RangeError when the result is outside 1900-01-01 to 9999-12-31.
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
