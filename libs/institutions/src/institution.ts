import type { Evolution } from '#decider';
import {
  factIn,
  type InstitutionData,
  type InstitutionKind,
  type InstitutionReinstated,
  type InstitutionSuspended,
  type StoredFact,
} from '#facts';
import type { InstitutionCode } from '#identifiers';
import type { Fold } from '#recording';
import type { Report, ReportType } from '#reports';

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

const bailout: readonly ReportType[] = ['bailout.disbursed', 'bailout.returned'];
const indicators: readonly ReportType[] = ['indicator.reported'];

/**
 * `IDN-R06`: who may send what, by kind of institution. Each may correct and reverse what it may send: which that is shows once the report
 * that is changed is found.
 */
export const maySend = (kind: InstitutionKind, report: Pick<Report, 'type' | 'data'>): boolean => {
  if (report.type === 'event.corrected' || report.type === 'event.reversed') return true;
  switch (kind) {
    case 'BANK':
      return true;
    case 'AUTHORITY':
      return [...bailout, ...indicators].includes(report.type);
    case 'GUARANTOR':
      return (
        indicators.includes(report.type) ||
        report.type === 'bailout.returned' ||
        (report.type === 'bailout.disbursed' &&
          'kind' in report.data &&
          report.data.kind === 'GUARANTEED_RELIEF')
      );
    case 'INSURER':
      return indicators.includes(report.type);
  }
};
