import type { Evolution } from '#decider';
import {
  factIn,
  type InstitutionData,
  type InstitutionReinstated,
  type InstitutionSuspended,
  type StoredFact,
} from '#facts';
import type { InstitutionCode } from '#identifiers';
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

type Change<Fact extends { readonly type: string; readonly data: object }, Refusal> =
  | { readonly outcome: 'record'; readonly fact: Pick<Fact, 'type' | 'data'> }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refuse'; readonly refusal: Refusal };

/** What is recorded stays and counts; only sending stops. */
export const suspendInstitution =
  (code: InstitutionCode, reason: string) =>
  (state: Institution): Change<InstitutionSuspended, 'unknown' | 'exists-otherwise'> => {
    if (state.status === 'UNKNOWN') return { outcome: 'refuse', refusal: 'unknown' };
    if (state.suspended?.reason === reason) return { outcome: 'unchanged' };
    if (state.suspended) return { outcome: 'refuse', refusal: 'exists-otherwise' };
    return { outcome: 'record', fact: { type: 'InstitutionSuspended', data: { code, reason } } };
  };

export const reinstateInstitution =
  (code: InstitutionCode) =>
  (state: Institution): Change<InstitutionReinstated, 'unknown'> => {
    if (state.status === 'UNKNOWN') return { outcome: 'refuse', refusal: 'unknown' };
    if (!state.suspended) return { outcome: 'unchanged' };
    return { outcome: 'record', fact: { type: 'InstitutionReinstated', data: { code } } };
  };
