import type { BusinessDate } from '#calendar';
import { Map as PersistentMap } from 'immutable';
import { z } from 'zod';
import { type Evolution, isUnchanged } from '#decider';
import { type CalendarSet, calendarStream, factIn, type StoredFact } from '#facts';
import type { CalendarCode } from '#identifiers';
import type { FoldRequest } from '#recording';
import { businessDateText } from '#reports';
import { type Definition, refuseDefinition } from './definition-refusals.js';

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
const set = (list: readonly BusinessDate[]): readonly BusinessDate[] => [...new Set(list)].sort();

export const calendarDataOf = (
  code: CalendarCode,
  year: number,
  { off, worked }: CalendarBody,
): CalendarSet['data'] => ({ code, year, off: set(off), worked: set(worked) });

/** The working days of each year set, by year. */
type Calendar = PersistentMap<number, CalendarSet['data']>;

const entered = factIn('calendar');

export const calendar: Evolution<Calendar, StoredFact> = {
  initial: PersistentMap(),
  evolve: (state, stored) => {
    const fact = entered(stored);
    switch (fact.type) {
      case 'CalendarSet':
        return state.set(fact.data.year, fact.data);
    }
  },
};

export const calendarRequest = (code: CalendarCode): FoldRequest<Calendar> => ({
  stream: calendarStream(code),
  fold: { kind: 'calendar', evolution: calendar },
});

/** Sets the working days of one year, as a whole. */
export const setCalendar =
  (code: CalendarCode, year: number, body: CalendarBody) =>
  (state: Calendar): Definition<Pick<CalendarSet, 'type' | 'data'>> => {
    const data = calendarDataOf(code, year, body);
    const current = state.get(year);
    if (current && isUnchanged(data, current)) return { outcome: 'unchanged' };
    for (const member of ['off', 'worked'] as const) {
      const stray = body[member].findIndex((day) => !day.startsWith(`${year}-`));
      if (stray >= 0) return refuseDefinition('day-of-another-year', `/${member}/${stray}`);
    }
    const both = body.worked.findIndex((day) => data.off.includes(day));
    if (both >= 0) return refuseDefinition('day-both-off-and-worked', `/worked/${both}`);

    return { outcome: 'record', fact: { type: 'CalendarSet', data } };
  };
