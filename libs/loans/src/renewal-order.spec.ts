import { describe, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import { cancelled, issued, reclassified, renewal } from './testing/loan-cases.js';
import { renewLoan } from './renew-loan.js';

const today = onDay('2024-12-31');
const renew = (changes: Parameters<typeof renewal>[0] = {}, context = today) =>
  renewLoan(asLoanId('L1'), renewal(changes), context);

describe('a renewal against many rules', () => {
  it('of several broken rules the first of the table is named', () => {
    const facts = [
      issued({ product: 'TRADE' }),
      reclassified('2024-06-01', { classification: 'LOSS', overdueInterest: '0.01' }),
    ];
    const of = (changes: Parameters<typeof renewal>[0], context = today) =>
      given(loan, ...facts).when(renew({ newMaturityDate: '2024-12-20', ...changes }, context));
    const late = { effectiveDate: '2024-12-21', signedDate: '2024-12-21' };
    const all = { ...late, renewedAmount: '0.00', renewalNo: 9, rateBp: 1 };
    of(all, onDay('2024-12-20')).thenRefused('TIM-R01', undefined, { retryable: true });
    of({ ...all, signedDate: '2024-12-22' }).thenRefused('TIM-R02');
    of({ ...all, effectiveDate: '2024-01-09', signedDate: '2024-01-09' }).thenRefused('TIM-R03');
    of(all).thenRefused('ISS-R06');
    given(loan, ...facts, cancelled())
      .when(renew({ ...all, rateBp: 50 }))
      .thenRefused('RNW-R01');
    of({ ...all, rateBp: 50 }).thenRefused('RNW-R02');
    of({ ...late, renewalNo: 9 }).thenRefused('RNW-R03', undefined, { retryable: true });
    of(late).thenRefused('RNW-R04');
    of({}).thenRefused('RNW-R05');
    given(loan, issued({ product: 'TRADE' }), reclassified('2024-06-01', { classification: 'LOSS' }))
      .when(renew({ newMaturityDate: '2024-12-20' }))
      .thenRefused('RNW-R06');
    given(loan, issued({ product: 'TRADE' }))
      .when(renew({ newMaturityDate: '2024-12-20' }))
      .thenRefused('RNW-R07');
    given(loan, issued())
      .when(renew({ newMaturityDate: '2024-12-20' }))
      .thenRefused('RNW-R08');
  });
});
