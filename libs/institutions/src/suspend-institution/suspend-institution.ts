import type { InstitutionReinstated, InstitutionSuspended } from '#facts';
import type { Institution } from '../institution.js';

type Change<Fact extends { readonly type: string; readonly data: object }> =
  | { readonly outcome: 'record'; readonly fact: Pick<Fact, 'type' | 'data'> }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refuse'; readonly refusal: 'unknown' };

/** What is recorded stays and counts; only sending stops. */
export const suspendInstitution =
  (code: string, reason: string) =>
  (state: Institution): Change<InstitutionSuspended> => {
    if (state.status === 'UNKNOWN') return { outcome: 'refuse', refusal: 'unknown' };
    if (state.suspended) return { outcome: 'unchanged' };
    return { outcome: 'record', fact: { type: 'InstitutionSuspended', data: { code, reason } } };
  };

export const reinstateInstitution =
  (code: string) =>
  (state: Institution): Change<InstitutionReinstated> => {
    if (state.status === 'UNKNOWN') return { outcome: 'refuse', refusal: 'unknown' };
    if (!state.suspended) return { outcome: 'unchanged' };
    return { outcome: 'record', fact: { type: 'InstitutionReinstated', data: { code } } };
  };
