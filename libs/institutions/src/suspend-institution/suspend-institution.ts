import type { InstitutionReinstated, InstitutionSuspended } from '#facts';
import type { Institution } from '../institution.js';

type Change<Fact extends { readonly type: string; readonly data: object }, Refusal> =
  | { readonly outcome: 'record'; readonly fact: Pick<Fact, 'type' | 'data'> }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refuse'; readonly refusal: Refusal };

/** What is recorded stays and counts; only sending stops. */
export const suspendInstitution =
  (code: string, reason: string) =>
  (state: Institution): Change<InstitutionSuspended, 'unknown' | 'exists-otherwise'> => {
    if (state.status === 'UNKNOWN') return { outcome: 'refuse', refusal: 'unknown' };
    if (state.suspended?.reason === reason) return { outcome: 'unchanged' };
    if (state.suspended) return { outcome: 'refuse', refusal: 'exists-otherwise' };
    return { outcome: 'record', fact: { type: 'InstitutionSuspended', data: { code, reason } } };
  };

export const reinstateInstitution =
  (code: string) =>
  (state: Institution): Change<InstitutionReinstated, 'unknown'> => {
    if (state.status === 'UNKNOWN') return { outcome: 'refuse', refusal: 'unknown' };
    if (!state.suspended) return { outcome: 'unchanged' };
    return { outcome: 'record', fact: { type: 'InstitutionReinstated', data: { code } } };
  };
