import { Map as PersistentMap } from 'immutable';
import type { Evolution } from '#decider';
import { type CalendarSet, calendarStream, factIn, type StoredFact } from '#facts';
import type { FoldRequest } from '#recording';

/** The working days of each year set, by year. */
export type Calendar = PersistentMap<number, CalendarSet['data']>;

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

export const calendarRequest = (code: string): FoldRequest<Calendar> => ({
  stream: calendarStream(code),
  fold: { kind: 'calendar', evolution: calendar },
});
