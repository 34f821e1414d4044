import { describe, it } from '@jest/globals';
import type { Classification } from '#facts';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import { issued, opened, reclassified, renewal, renewed } from './testing/loan-cases.js';
import { renewLoan } from './renew-loan.js';

// How the loan stood on the day of its renewal: arrears and classification.

const today = onDay('2024-12-31');
const renew = (changes: Parameters<typeof renewal>[0] = {}) =>
  renewLoan(asLoanId('L1'), renewal(changes), today);
const on = (effectiveDate: string, classification: Classification = 'NORMAL') =>
  renew({ effectiveDate, signedDate: effectiveDate, classification });

describe('RNW-R05: nothing is overdue', () => {
  it.each([
    ['principal', { overduePrincipal: '0.01' }],
    ['interest', { overdueInterest: '0.01' }],
    ['both', { overduePrincipal: '5.00', overdueInterest: '1.00' }],
  ])('%s', (_title, overdue) => {
    given(loan, issued(), reclassified('2024-11-01', overdue))
      .when(renew())
      .thenRefused('RNW-R05', '/data/effectiveDate');
  });

  it('and nothing is when the last reclassification says so', () => {
    given(loan, issued(), reclassified('2024-11-01')).when(renew()).thenRecorded();
    given(loan, issued(), reclassified('2024-10-01', { overdueInterest: '0.01' }), reclassified('2024-11-01'))
      .when(renew())
      .thenRecorded();
  });

  it('looks at reclassifications effective on or before the renewal', () => {
    given(loan, issued(), reclassified('2024-12-01', { overduePrincipal: '0.01' }))
      .when(renew())
      .thenRefused('RNW-R05');
    given(loan, issued(), reclassified('2024-12-02', { overduePrincipal: '0.01' }))
      .when(renew())
      .thenRecorded();
  });

  it('takes the last by its day, whatever came first', () => {
    given(
      loan,
      issued(),
      reclassified('2024-11-02', { overduePrincipal: '0.01' }),
      reclassified('2024-11-01'),
    )
      .when(renew())
      .thenRefused('RNW-R05');
  });

  it('takes the last recorded of one day', () => {
    given(loan, issued(), reclassified('2024-11-01', { overdueInterest: '0.01' }), reclassified('2024-11-01'))
      .when(renew())
      .thenRecorded();
    given(loan, issued(), reclassified('2024-11-01'), reclassified('2024-11-01', { overdueInterest: '0.01' }))
      .when(renew())
      .thenRefused('RNW-R05');
  });
});

describe('RNW-R06: the class may be renewed on that day', () => {
  const worse = ['SUBSTANDARD', 'DOUBTFUL', 'LOSS'] as const;
  const long = () => issued({ maturityDate: '2024-10-20' });

  it('of the report: special mention only from 2024-09-24', () => {
    given(loan, long()).when(on('2024-09-23')).thenRecorded();
    given(loan, long())
      .when(on('2024-09-23', 'SPECIAL_MENTION'))
      .thenRefused('RNW-R06', '/data/classification');
    given(loan, long()).when(on('2024-09-24', 'SPECIAL_MENTION')).thenFlagged('RNW-W13');
  });

  it('of the loan: special mention only from 2024-09-24', () => {
    const facts = [long(), reclassified('2024-03-01', { classification: 'SPECIAL_MENTION' })];
    given(loan, ...facts)
      .when(on('2024-09-23'))
      .thenRefused('RNW-R06', '/data/classification');
    given(loan, ...facts)
      .when(on('2024-09-24'))
      .thenFlagged('RNW-W13');
  });

  it('worse never', () => {
    for (const classification of worse) {
      given(loan, long())
        .when(on('2024-09-24', classification))
        .thenRefused('RNW-R06', '/data/classification');
      given(loan, long(), reclassified('2024-03-01', { classification }))
        .when(on('2024-09-24'))
        .thenRefused('RNW-R06', '/data/classification');
    }
  });

  it('looks at the last class effective on or before the renewal', () => {
    const bad = { classification: 'LOSS' } as const;
    given(loan, issued(), reclassified('2024-12-01', bad)).when(renew()).thenRefused('RNW-R06');
    given(loan, issued(), reclassified('2024-12-02', bad)).when(renew()).thenRecorded();
    given(loan, issued(), reclassified('2024-11-01', bad), reclassified('2024-11-30'))
      .when(renew())
      .thenRecorded();
  });

  it('an opening position brings its class, a renewal makes its own the loan’s', () => {
    const day = { effectiveDate: '2024-10-01', signedDate: '2024-10-01' };
    const next = { ...day, renewalNo: 2, renewedAmount: '800000.00' };
    const of = (classification: Classification) =>
      given(loan, opened({ maturityDate: '2024-11-01', classification })).when(renew(next));
    of('NORMAL').thenRecorded();
    of('SPECIAL_MENTION').thenFlagged('RNW-W13');
    of('SUBSTANDARD').thenRefused('RNW-R06');
    const facts = [
      issued({ maturityDate: '2024-11-01' }),
      renewed({ ...day, classification: 'SPECIAL_MENTION', newMaturityDate: '2024-12-20' }),
    ];
    given(loan, ...facts)
      .when(renew({ renewalNo: 2 }))
      .thenFlagged('RNW-W13');
  });
});
