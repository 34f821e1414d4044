import { z } from 'zod';
import type { CalendarSet } from '#facts';
import { businessDateText } from '#reports';

const days = z.array(businessDateText).max(366);

/** Body of `PUT /v1/calendars/{code}/{year}`: days off beside weekends, and weekend days worked. */
export const calendarBody = z.strictObject({ off: days, worked: days }).meta({ id: 'CalendarBody' });

/** `{year}` of the path. */
export const calendarYear = z
  .string()
  .regex(/^(19|[2-9]\d)\d{2}$/, 'must be a year from 1900')
  .transform(Number);

export type CalendarBody = z.infer<typeof calendarBody>;

/** Sets of days: order and repetition mean nothing, so that they are stored in one form. */
const set = (list: readonly string[]): readonly string[] => [...new Set(list)].sort();

export const calendarDataOf = (
  code: string,
  year: number,
  { off, worked }: CalendarBody,
): CalendarSet['data'] => ({ code, year, off: set(off), worked: set(worked) });
