import type { Evolution } from '#decider';
import { factIn, type InstitutionData, type StoredFact } from '#facts';
import type { Fold } from '#recording';

/** A bank, insurer, guarantor or authority, as far as deciding needs to know it. */
export type Institution =
  | { readonly status: 'UNKNOWN' }
  | {
      readonly status: 'REGISTERED';
      readonly data: InstitutionData;
      readonly suspended: null | { readonly reason: string };
    };

const entered = factIn('institution');

const institution: Evolution<Institution, StoredFact> = {
  initial: { status: 'UNKNOWN' },
  evolve: (state, stored) => {
    const fact = entered(stored);
    switch (fact.type) {
      case 'InstitutionRegistered':
        return { status: 'REGISTERED', data: fact.data, suspended: null };
      case 'InstitutionAmended':
        return state.status === 'UNKNOWN' ? state : { ...state, data: fact.data };
      case 'InstitutionSuspended':
        return state.status === 'UNKNOWN' ? state : { ...state, suspended: { reason: fact.data.reason } };
      case 'InstitutionReinstated':
        return state.status === 'UNKNOWN' ? state : { ...state, suspended: null };
    }
  },
};

export const institutionFold: Fold<Institution> = { kind: 'institution', evolution: institution };
