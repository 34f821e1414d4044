import { z } from 'zod';
import { type FactOfValue, type FactOfValues, factValue } from './fact-value.js';
import { businessDate, institutionCode, names, text } from './stored-values.js';

// Stream `institution-{code}`. These names are the storage format: add, never rename.

const institutionKind = z.enum(['BANK', 'INSURER', 'GUARANTOR', 'AUTHORITY']);
export type InstitutionKind = z.infer<typeof institutionKind>;

const ofInstitution = {
  streams: ['institution'],
  subject: 'institution',
  institution: true,
  effectiveDate: false,
} as const;

const data = {
  code: institutionCode,
  name: names,
  kind: institutionKind,
  lei: text.nullable(),
  cnaps: text.nullable(),
  /** Reports effective before this day are never late (`TIM-W05`). */
  reportingFrom: businessDate,
};

const institutionRegistered = factValue(
  { ...ofInstitution, type: 'InstitutionRegistered', bearing: 'defines' },
  { data },
);
const institutionAmended = factValue(
  { ...ofInstitution, type: 'InstitutionAmended', bearing: 'defines' },
  { data },
);
const institutionSuspended = factValue(
  { ...ofInstitution, type: 'InstitutionSuspended', bearing: 'changes' },
  { data: { code: institutionCode, reason: text } },
);
const institutionReinstated = factValue(
  { ...ofInstitution, type: 'InstitutionReinstated', bearing: 'changes' },
  { data: { code: institutionCode } },
);

export const institutionFacts = {
  InstitutionRegistered: institutionRegistered,
  InstitutionAmended: institutionAmended,
  InstitutionSuspended: institutionSuspended,
  InstitutionReinstated: institutionReinstated,
};

export type InstitutionRegistered = FactOfValue<typeof institutionRegistered>;
export type InstitutionAmended = FactOfValue<typeof institutionAmended>;
export type InstitutionSuspended = FactOfValue<typeof institutionSuspended>;
export type InstitutionReinstated = FactOfValue<typeof institutionReinstated>;
export type InstitutionData = InstitutionRegistered['data'];
export type InstitutionFact = FactOfValues<typeof institutionFacts>;
