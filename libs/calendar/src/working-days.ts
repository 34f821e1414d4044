import type { BusinessDate } from './business-date.js';
import { dayNumber, dayOfNumber } from './day-arithmetic.js';

/*
 * Mainland China works through some weekends to make holidays longer, by a notice each autumn for the year to come. A calendar is
 * therefore data; what it does not name follows the week. It says nothing of which years it covers: whoever holds it knows.
 */

/** Weekdays off and weekend days worked, each `YYYY-MM-DD`; of one year, or of several put together. */
export interface WorkingCalendar {
  readonly off: readonly string[];
  readonly worked: readonly string[];
}

/** 1970-01-01, day 0, was a Thursday; Monday is 0 here, and Saturday 5. */
const isWeekend = (number: number): boolean => (((number + 3) % 7) + 7) % 7 >= 5;

/** Weekend days are off unless worked, weekdays worked unless off. */
export const isWorkingDay = (date: string, { off, worked }: WorkingCalendar): boolean =>
  isWeekend(dayNumber(date)) ? worked.includes(date) : !off.includes(date);

/** Working days from the first to the last day, both included, in order; none when `to` is before `from`. */
export const workingDaysBetween = (
  from: string,
  to: string,
  calendar: WorkingCalendar,
): readonly BusinessDate[] => {
  const days: BusinessDate[] = [];
  const last = dayNumber(to);
  for (let number = dayNumber(from); number <= last; number += 1) {
    const day = dayOfNumber(number);
    if (isWorkingDay(day, calendar)) days.push(day);
  }
  return days;
};
