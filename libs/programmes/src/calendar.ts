import { Map as PersistentMap } from 'immutable';
import type { Evolution } from '#decider';
import { type CalendarFact, type CalendarSet, calendarStream, type StoredFact } from '#facts';
import type { FoldRequest } from '#recording';

/** The working days of each year set, by year. */
export type Calendar = PersistentMap<number, CalendarSet['data']>;

export const calendar: Evolution<Calendar, StoredFact> = {
  initial: PersistentMap(),
  evolve: (state, stored) => {
    const fact = stored as CalendarFact;
    switch (fact.type) {
      case 'CalendarSet':
        return state.set(fact.data.year, fact.data);
    }
  },
};

export const calendarRequest = (code: string): FoldRequest<Calendar> => ({
  stream: calendarStream(code),
  fold: { kind: 'calendar', evolution: calendar },
});
