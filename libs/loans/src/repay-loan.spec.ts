import { describe, it } from '@jest/globals';
import type { StoredFact } from '#facts';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import { cancelled, issued, opened, renewed, repaid, repayment, writtenOff } from './testing/loan-cases.js';
import { repayLoan } from './loan-servicing.js';

const today = onDay('2024-06-30');
const repay = (changes: Parameters<typeof repayment>[0] = {}, context = today) =>
  repayLoan(asLoanId('L1'), repayment(changes), context);

describe('a repayment', () => {
  it('is recorded as it was reported', () => {
    given(loan, issued())
      .when(repay({ repaymentNo: 'R-1' }))
      .thenRecorded({ type: 'LoanRepaid', data: { loanId: 'L1', amount: '250000.00', repaymentNo: 'R-1' } });
  });

  it('REF-R02: of a loan that is known; it may be on its way', () => {
    given(loan).when(repay()).thenRefused('REF-R02', '/subject', { retryable: true });
  });

  it('TIM-R01: today at the latest', () => {
    given(loan, issued())
      .when(repay({ effectiveDate: '2024-06-30' }))
      .thenRecorded();
    given(loan, issued())
      .when(repay({ effectiveDate: '2024-07-01' }))
      .thenRefused('TIM-R01', '/data/effectiveDate', { retryable: true });
  });

  it('TIM-R02: told by a clock at most five minutes ahead', () => {
    const at = (time: string) => given(loan, issued()).when(repay({}, { ...today, time }));
    at('2024-06-30T04:05:00Z').thenRecorded();
    at('2024-06-30T04:05:00.001Z').thenRefused('TIM-R02', '/time');
  });

  it('TIM-R03: not before the loan began', () => {
    given(loan, issued())
      .when(repay({ effectiveDate: '2024-01-10' }))
      .thenRecorded();
    given(loan, issued())
      .when(repay({ effectiveDate: '2024-01-09' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
    given(loan, opened())
      .when(repay({ effectiveDate: '2024-01-01' }))
      .thenRecorded();
    given(loan, opened())
      .when(repay({ effectiveDate: '2023-12-31' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
  });

  it('TIM-R03: a day before the current leg is no fault', () => {
    given(loan, issued(), renewed())
      .when(repay({ effectiveDate: '2024-06-03' }))
      .thenRecorded();
  });

  it('TIM-W05: marked when recorded more than a day late', () => {
    const on = (day: string, reportingFrom = '2024-06-03') =>
      given(loan, issued()).when(repay({}, onDay(day, { reportingFrom })));
    on('2024-06-04').thenRecorded();
    on('2024-06-05').thenFlagged('TIM-W05');
    on('2024-06-05', '2024-06-04').thenRecorded();
  });

  it('LON-R01: of an active loan', () => {
    for (const end of [cancelled(), repaid({ amount: '1000000.00' }), writtenOff('1000000.00')])
      given(loan, issued(), end).when(repay()).thenRefused('LON-R01', '/subject');
    given(loan, issued(), writtenOff('999999.99'))
      .when(repay({ amount: '0.01' }))
      .thenRecorded();
  });

  it('REP-R01: of no more than is outstanding', () => {
    given(loan, issued())
      .when(repay({ amount: '1000000.00' }))
      .thenRecorded();
    given(loan, issued())
      .when(repay({ amount: '1000000.01' }))
      .thenRefused('REP-R01', '/data/amount');
    const facts = [
      issued(),
      renewed({ effectiveDate: '2024-06-01', topUpAmount: '0.02' }),
      repaid({ amount: '0.01' }),
    ];
    given(loan, ...facts)
      .when(repay({ amount: '1000000.01' }))
      .thenRecorded();
    given(loan, ...facts)
      .when(repay({ amount: '1000000.02' }))
      .thenRefused('REP-R01', '/data/amount');
  });

  it('REP-R02: of something', () => {
    given(loan, issued())
      .when(repay({ amount: '0.01' }))
      .thenRecorded();
    given(loan, issued())
      .when(repay({ amount: '0.00' }))
      .thenRefused('REP-R02', '/data/amount');
  });

  it('REP-R02: under a number not used for this loan, when it has one', () => {
    const facts = [issued(), repaid({ repaymentNo: 'R-1' }), repaid()];
    given(loan, ...facts)
      .when(repay({ repaymentNo: 'R-1' }))
      .thenRefused('REP-R02', '/data/repaymentNo');
    for (const repaymentNo of ['R-2', 'r-1'])
      given(loan, ...facts)
        .when(repay({ repaymentNo }))
        .thenRecorded();
    given(loan, ...facts)
      .when(repay())
      .thenRecorded();
  });

  it('LON-W02: marked when it lives on an increase of a later day', () => {
    // 1,000,000.00, from 2024-06-10 on 1,300,000.00, from 2024-06-20 on 1,350,000.00.
    const facts = [
      issued(),
      renewed({ effectiveDate: '2024-06-10', topUpAmount: '300000.00' }),
      renewed({ effectiveDate: '2024-06-20', topUpAmount: '50000.00', renewalNo: 2 }),
    ];
    const on = (effectiveDate: string, amount: string, ...more: readonly StoredFact[]) =>
      given(loan, ...facts, ...more).when(repay({ effectiveDate, amount }));
    on('2024-06-09', '1000000.00').thenRecorded();
    on('2024-06-09', '1000000.01').thenFlagged('LON-W02');
    on('2024-01-10', '1000000.01').thenFlagged('LON-W02');
    on('2024-06-10', '1300000.00').thenRecorded();
    on('2024-06-10', '1300000.01').thenFlagged('LON-W02');
    on('2024-06-20', '1350000.00').thenRecorded();
    // A later day closes below zero as well.
    const later = repaid({ effectiveDate: '2024-06-12', amount: '1299999.00' });
    on('2024-03-01', '1.00', later).thenRecorded();
    on('2024-03-01', '1.01', later).thenFlagged('LON-W02');
    on('2024-06-20', '50001.00', later).thenRecorded();
    // What lies below zero already does so for every further one before its end, and for none behind.
    const below = repaid({ effectiveDate: '2024-06-15', amount: '1320000.00' });
    on('2024-06-19', '0.01', below).thenFlagged('LON-W02');
    on('2024-06-01', '0.01', below).thenFlagged('LON-W02');
    on('2024-06-20', '0.01', below).thenRecorded();
  });

  it('LON-W02: marked also when the increase was recorded after a reduction of a later day', () => {
    const facts = [
      issued(),
      repaid({ effectiveDate: '2024-06-25', amount: '400000.00' }),
      repaid({ effectiveDate: '2024-06-10', amount: '100000.00' }),
      renewed({ effectiveDate: '2024-06-20', renewedAmount: '500000.00', topUpAmount: '600000.00' }),
    ];
    // 900,000.00 on the eve of the renewal; 1,500,000.00 after it, 1,100,000.00 at the end.
    const on = (effectiveDate: string, amount: string) =>
      given(loan, ...facts).when(repay({ effectiveDate, amount }));
    on('2024-06-19', '900000.00').thenRecorded();
    on('2024-06-19', '900000.01').thenFlagged('LON-W02');
    on('2024-06-20', '1100000.00').thenRecorded();
    on('2024-06-01', '900000.01').thenFlagged('LON-W02');
  });

  it('LON-W02: a renewal without new money is no increase, and the mark stands behind that of lateness', () => {
    given(loan, issued(), renewed({ effectiveDate: '2024-06-10' }))
      .when(repay({ effectiveDate: '2024-06-01', amount: '1000000.00' }))
      .thenRecorded();
    given(loan, issued(), renewed({ effectiveDate: '2024-06-10', topUpAmount: '0.01' }))
      .when(
        repay(
          { effectiveDate: '2024-06-01', amount: '1000000.01' },
          onDay('2024-06-30', { reportingFrom: '2024-01-01' }),
        ),
      )
      .thenFlagged('TIM-W05', 'LON-W02');
  });

  it('of several broken rules the first of the table is named', () => {
    const facts = [issued(), repaid({ repaymentNo: 'R-1' })];
    const broken = { amount: '1000000.01', repaymentNo: 'R-1' };
    const ahead = { ...today, time: '2024-07-01T00:00:00Z' };
    const of = (changes: Parameters<typeof repayment>[0], context = today) =>
      given(loan, ...facts).when(repay({ ...broken, ...changes }, context));
    of({ effectiveDate: '2024-07-01' }, ahead).thenRefused('TIM-R01', undefined, { retryable: true });
    of({ effectiveDate: '2024-01-09' }, ahead).thenRefused('TIM-R02');
    given(loan, ...facts, cancelled())
      .when(repay({ ...broken, effectiveDate: '2024-01-09' }))
      .thenRefused('TIM-R03');
    given(loan, ...facts, cancelled())
      .when(repay(broken))
      .thenRefused('LON-R01');
    of({}).thenRefused('REP-R01');
    of({ amount: '0.00' }).thenRefused('REP-R02', '/data/amount');
  });
});
