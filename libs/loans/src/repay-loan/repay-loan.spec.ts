import { describe, it } from '@jest/globals';
import { given, onDay } from '#testing';
import { loan } from '../loan.js';
import { cancelled, issued, opened, renewed, repaid, repayment, writtenOff } from '../testing/loan-cases.js';
import { repayLoan } from './repay-loan.js';

const today = onDay('2024-06-30');
const repay = (changes: Parameters<typeof repayment>[0] = {}, context = today) =>
  repayLoan('L1', repayment(changes), context);

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
    const facts = [issued(), renewed({ topUpAmount: '0.02' }), repaid({ amount: '0.01' })];
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
