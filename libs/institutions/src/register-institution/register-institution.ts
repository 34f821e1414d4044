import { isUnchanged } from '#decider';
import type { InstitutionData } from '#facts';
import type { Institution } from '../institution.js';
import { type InstitutionBody, institutionDataOf } from './institution-body.js';

export type InstitutionRefusal = 'exists-otherwise' | 'unknown';

type Change<Type extends string> =
  | { readonly outcome: 'record'; readonly type: Type; readonly data: InstitutionData }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refuse'; readonly refusal: InstitutionRefusal };

/** Registered once; equal again changes nothing, otherwise it exists already. */
export const registerInstitution =
  (body: InstitutionBody, today: string) =>
  (state: Institution): Change<'InstitutionRegistered'> => {
    if (state.status === 'UNKNOWN')
      return { outcome: 'record', type: 'InstitutionRegistered', data: institutionDataOf(body, today) };
    return isUnchanged(institutionDataOf(body, state.data.reportingFrom), state.data)
      ? { outcome: 'unchanged' }
      : { outcome: 'refuse', refusal: 'exists-otherwise' };
  };

/** Replaces the whole; what is absent falls back to none, except the day from which it reports. */
export const amendInstitution =
  (body: InstitutionBody) =>
  (state: Institution): Change<'InstitutionAmended'> => {
    if (state.status === 'UNKNOWN') return { outcome: 'refuse', refusal: 'unknown' };
    const data = institutionDataOf(body, state.data.reportingFrom);
    if (isUnchanged(data, state.data)) return { outcome: 'unchanged' };
    return { outcome: 'record', type: 'InstitutionAmended', data };
  };
