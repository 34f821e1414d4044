import { describe, expect, it } from '@jest/globals';
import { asBailoutProgrammeCode, asInstitutionCode } from '#identifiers';
import { given } from '#testing';
import { bailout, bailoutRequest, withoutDisbursement } from './bailout.js';
import { disbursed, returned } from './testing/bailout-cases.js';

describe('what an institution disbursed under a programme', () => {
  it('is used by kinds that count, less what came back', () => {
    const { used, disbursements } = given(
      bailout,
      disbursed(),
      disbursed({ kind: 'DEFERRAL', amount: '70.00' }, 'D2'),
      returned('20.00'),
      returned('30.00', { disbursementId: 'D2', kind: 'DEFERRAL' }),
    ).state;
    expect(used).toBe(48_000n);
    expect(disbursements.get('D1')).toEqual({
      kind: 'RELIEF_LOAN',
      effectiveDate: '2024-03-01',
      counts: true,
      amount: 50_000n,
      returned: 2_000n,
    });
    expect(disbursements.get('D2')).toMatchObject({ counts: false, amount: 7_000n, returned: 3_000n });
  });

  it('is not touched by a return of what it does not know', () => {
    expect(given(bailout, returned('1.00')).state).toEqual(bailout.initial);
  });

  it('without one disbursement is what the others make', () => {
    const others = [disbursed({}, 'D2'), returned('5.00', { disbursementId: 'D2' })];
    const rest = given(bailout, ...others).state;
    for (const kind of ['RELIEF_LOAN', 'DEFERRAL'] as const) {
      const all = given(bailout, ...others, disbursed({ kind }), returned('20.00', { kind })).state;
      expect(withoutDisbursement(all, 'D1')).toEqual(rest);
    }
    expect(withoutDisbursement(rest, 'D1')).toEqual(rest);
  });

  it('has a stream of its own for each institution', () => {
    expect(bailoutRequest(asInstitutionCode('C1010211000012'), asBailoutProgrammeCode('RELIEF'))).toEqual({
      stream: 'bailout-C1010211000012-RELIEF',
      fold: { kind: 'bailout', evolution: bailout },
    });
  });

  it('leaves earlier states as they were', () => {
    const before = given(bailout, disbursed()).state;
    bailout.evolve(before, returned('20.00'));
    expect(before).toEqual(given(bailout, disbursed()).state);
  });
});
