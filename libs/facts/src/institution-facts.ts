import type { Names } from './programme-facts.js';
import type { StoredFact } from './stored-fact.js';

// Stream `institution-{code}`. These names are the storage format: add, never rename.

export type InstitutionKind = 'BANK' | 'INSURER' | 'GUARANTOR' | 'AUTHORITY';

export interface InstitutionData {
  readonly code: string;
  readonly name: Names;
  readonly kind: InstitutionKind;
  readonly lei: string | null;
  readonly cnaps: string | null;
  /** Reports effective before this day are never late (`TIM-W05`). */
  readonly reportingFrom: string;
}

export type InstitutionRegistered = StoredFact<'InstitutionRegistered', InstitutionData>;
export type InstitutionAmended = StoredFact<'InstitutionAmended', InstitutionData>;
export type InstitutionSuspended = StoredFact<
  'InstitutionSuspended',
  { readonly code: string; readonly reason: string }
>;
export type InstitutionReinstated = StoredFact<'InstitutionReinstated', { readonly code: string }>;

export type InstitutionFact =
  | InstitutionRegistered
  | InstitutionAmended
  | InstitutionSuspended
  | InstitutionReinstated;
