import { describe, expect, it } from '@jest/globals';
import { asBailoutProgrammeCode, asInstitutionCode } from '#identifiers';
import { given } from '#testing';
import { allocationBody, bailoutProgramme, grantAllocation } from './bailout-programme.js';
import { bank, defined, granted } from './testing/bailout-cases.js';

const other = asInstitutionCode('C1010311000014');
const grant = (amount: string, { institution = bank, key = 'key-1' } = {}) =>
  grantAllocation({ programme: asBailoutProgrammeCode('RELIEF'), institution, amount }, key);

describe('an allocation', () => {
  it('is granted under its Idempotency-Key', () => {
    given(bailoutProgramme, defined({ cap: '1000.00' }))
      .when(grant('600.00'))
      .thenRecorded({
        type: 'AllocationGranted',
        data: { programme: 'RELIEF', institution: bank, amount: '600.00', idempotencyKey: 'key-1' },
      });
  });

  it('is of a programme that is known', () => {
    given(bailoutProgramme).when(grant('1.00')).thenRefused('unknown-programme');
  });

  it('BLO-R06: the sum of all stays within the cap', () => {
    const facts = [defined({ cap: '1000.00' }), granted('600.00'), granted('100.00', other)];
    given(bailoutProgramme, ...facts)
      .when(grant('300.00'))
      .thenRecorded();
    given(bailoutProgramme, ...facts)
      .when(grant('300.01'))
      .thenRefused('BLO-R06', '/amount');
    given(bailoutProgramme, ...facts)
      .when(grant('300.01', { institution: other }))
      .thenRefused('BLO-R06', '/amount');
  });

  it('without a cap has no bound', () => {
    given(bailoutProgramme, defined(), granted('999999999999999.99'))
      .when(grant('999999999999999.99'))
      .thenRecorded();
  });

  it('one key is one grant: the same again changes nothing, another is refused', () => {
    const facts = [defined({ cap: '1000.00' }), granted('600.00', bank, 'key-1')];
    given(bailoutProgramme, ...facts)
      .when(grant('600.00'))
      .thenUnchanged();
    given(bailoutProgramme, ...facts)
      .when(grant('600.01'))
      .thenRefused('key-used-otherwise');
    given(bailoutProgramme, ...facts)
      .when(grant('600.00', { institution: other }))
      .thenRefused('key-used-otherwise');
    given(bailoutProgramme, ...facts)
      .when(grant('400.00', { key: 'key-2' }))
      .thenRecorded();
  });

  it('one key that facts of before granted twice is its first grant', () => {
    const first = granted('600.00', bank, 'key-1');
    const facts = [defined({ cap: '1000.00' }), { ...first, revision: 1 }];
    const again = { ...granted('100.00', bank, 'key-1'), revision: 2 };
    const repeated = given(bailoutProgramme, ...facts, again);
    expect(grant('600.00')(repeated.state)).toEqual({ outcome: 'unchanged', revision: 1 });
    repeated.when(grant('100.00')).thenRefused('key-used-otherwise');
    repeated.when(grant('300.01', { key: 'key-2' })).thenRefused('BLO-R06', '/amount');
  });

  it('its body is an amount above zero for an institution under a programme', () => {
    const body = { programme: 'RELIEF', institution: bank, amount: '0.01' };
    expect(allocationBody.safeParse(body).success).toBe(true);
    for (const wrong of [
      { amount: '0.00' },
      { amount: '-1.00' },
      { amount: 1 },
      { institution: '' },
      { programme: 'a b' },
      { more: 1 },
    ])
      expect([wrong, allocationBody.safeParse({ ...body, ...wrong }).success]).toEqual([wrong, false]);
    expect(allocationBody.safeParse({ ...body, amount: '0.00' }).error?.issues).toMatchObject([
      { path: ['amount'], message: 'must be above zero' },
    ]);
  });
});
