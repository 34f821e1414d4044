import { Map as PersistentMap } from 'immutable';
import type { Evolution } from '#decider';
import { factIn, type ProgrammeData, type StoredFact, type TargetData } from '#facts';
import { programmeStream } from '#facts';
import type { FoldRequest } from '#recording';

/** A named set of targets, as its stream has it. */
export type Programme =
  | { readonly status: 'UNKNOWN' }
  | {
      readonly status: 'DEFINED';
      readonly data: ProgrammeData;
      readonly targets: PersistentMap<string, TargetData>;
    };

const entered = factIn('programme');

export const programme: Evolution<Programme, StoredFact> = {
  initial: { status: 'UNKNOWN' },
  evolve: (state, stored) => {
    const fact = entered(stored);
    switch (fact.type) {
      case 'ProgrammeDefined':
        return { status: 'DEFINED', data: fact.data, targets: PersistentMap() };
      case 'ProgrammeAmended':
        return state.status === 'UNKNOWN' ? state : { ...state, data: fact.data };
      case 'TargetSet':
      case 'TargetAmended':
        return state.status === 'UNKNOWN'
          ? state
          : { ...state, targets: state.targets.set(fact.data.code, fact.data) };
    }
  },
};

export const programmeRequest = (code: string): FoldRequest<Programme> => ({
  stream: programmeStream(code),
  fold: { kind: 'programme', evolution: programme },
});
