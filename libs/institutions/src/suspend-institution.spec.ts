import { describe, expect, it } from '@jest/globals';
import type { StoredFact } from '#facts';
import { asInstitutionCode } from '#identifiers';
import { factOf, given } from '#testing';
import { institutionFold, reinstateInstitution, suspendInstitution } from './institution.js';

const institution = institutionFold.evolution;
const code = asInstitutionCode('C1010211000012');
const data = {
  code,
  name: { zh: '示例银行', en: 'Example Bank' },
  kind: 'BANK',
  lei: null,
  cnaps: null,
  reportingFrom: '2024-01-01',
};
const registered = factOf('InstitutionRegistered', data);
const amended = factOf('InstitutionAmended', { ...data, kind: 'AUTHORITY' });
const suspended: StoredFact = factOf('InstitutionSuspended', { code, reason: 'review' });
const reinstated = factOf('InstitutionReinstated', { code });

describe('the fold of an institution', () => {
  it('is kept apart from others of its stream', () => {
    expect(institutionFold.kind).toBe('institution');
  });
});

describe('a suspension', () => {
  it('is recorded with its reason', () => {
    for (const facts of [[registered], [registered, suspended, reinstated]])
      given(institution, ...facts)
        .when(suspendInstitution(code, 'arrears'))
        .thenRecorded({ type: 'InstitutionSuspended', data: { code, reason: 'arrears' } });
  });

  it('of one that is suspended for this reason changes nothing; another reason is told apart', () => {
    given(institution, registered, suspended).when(suspendInstitution(code, 'review')).thenUnchanged();
    given(institution, registered, suspended)
      .when(suspendInstitution(code, 'other'))
      .thenRefused('exists-otherwise');
  });

  it('is of one that is known', () => {
    given(institution).when(suspendInstitution(code, 'review')).thenRefused('unknown');
    given(institution).when(reinstateInstitution(code)).thenRefused('unknown');
  });

  it('is lifted, once', () => {
    given(institution, registered, suspended)
      .when(reinstateInstitution(code))
      .thenRecorded({ type: 'InstitutionReinstated', data: { code } });
    given(institution, registered).when(reinstateInstitution(code)).thenUnchanged();
    expect(given(institution, registered, suspended, reinstated).state).toEqual({
      status: 'REGISTERED',
      data,
      suspended: null,
    });
  });

  it('outlasts an amendment', () => {
    expect(given(institution, registered, suspended, amended).state).toMatchObject({
      suspended: { reason: 'review' },
      data: { kind: 'AUTHORITY' },
    });
  });

  it('is nothing for an institution that nobody registered', () => {
    for (const fact of [amended, suspended, reinstated])
      expect(given(institution, fact).state).toEqual({ status: 'UNKNOWN' });
  });
});
