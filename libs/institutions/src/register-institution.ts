import type { BusinessDate } from '#calendar';
import { z } from 'zod';
import { isUnchanged } from '#decider';
import type { InstitutionData } from '#facts';
import { isCnaps, isInstitutionCode, isLei } from '#identifiers';
import { businessDateText, optionalMember, text } from '#reports';
import type { Institution } from './institution.js';

/** Body of `POST /v1/institutions` and `PUT /v1/institutions/{code}`. */
export const institutionBody = z
  .strictObject({
    code: z
      .string()
      .refine((value) => isInstitutionCode(value), 'must be a PBOC institution code of 14 characters')
      .meta({ pattern: '^[A-Z][0-9A-Z][0-9]{12}$' }),
    name: z.strictObject({ zh: text, en: text }).meta({ id: 'NamesGiven' }),
    kind: z.enum(['BANK', 'INSURER', 'GUARANTOR', 'AUTHORITY']),
    lei: optionalMember(
      z
        .string()
        .refine(isLei, 'must be an LEI with valid check digits')
        .meta({ pattern: '^[0-9A-Z]{18}\\d{2}$' }),
    ),
    cnaps: optionalMember(
      z
        .string()
        .refine(isCnaps, 'must be a CNAPS code with a valid check digit')
        .meta({ pattern: '^\\d{12}$' }),
    ),
    reportingFrom: optionalMember(businessDateText),
  })
  .meta({ id: 'InstitutionBody' });

export type InstitutionBody = z.infer<typeof institutionBody>;

/** `reportingFrom` defaults to the day of registration, so that a retry on a later day would differ: the default never does. */
const institutionDataOf = (body: InstitutionBody, reportingFrom: BusinessDate): InstitutionData => ({
  code: body.code,
  name: body.name,
  kind: body.kind,
  lei: body.lei ?? null,
  cnaps: body.cnaps ?? null,
  reportingFrom: body.reportingFrom ?? reportingFrom,
});

export type InstitutionRefusal = 'exists-otherwise' | 'unknown';

type Change<Type extends string> =
  | { readonly outcome: 'record'; readonly type: Type; readonly data: InstitutionData }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refuse'; readonly refusal: InstitutionRefusal };

/** Registered once; equal again changes nothing, otherwise it exists already. */
export const registerInstitution =
  (body: InstitutionBody, today: BusinessDate) =>
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
