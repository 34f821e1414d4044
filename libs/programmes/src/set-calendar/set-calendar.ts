import { isUnchanged } from '#decider';
import type { CalendarSet } from '#facts';
import type { Calendar } from '../calendar.js';
import { type Definition, refuseDefinition } from '../definition-refusals.js';
import { type CalendarBody, calendarDataOf } from './calendar-body.js';

/** Sets the working days of one year, as a whole. */
export const setCalendar =
  (code: string, year: number, body: CalendarBody) =>
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
