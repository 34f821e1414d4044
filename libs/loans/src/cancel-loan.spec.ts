import { describe, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import {
  cancellation,
  cancelled,
  issued,
  opened,
  renewed,
  repaid,
  writtenOff,
} from './testing/loan-cases.js';
import { cancelLoan } from './loan-servicing.js';

const today = onDay('2024-06-30');
const cancel = (changes: Parameters<typeof cancellation>[0] = {}, context = today) =>
  cancelLoan(asLoanId('L1'), cancellation(changes), context);

describe('a cancellation', () => {
  it('is recorded as it was reported', () => {
    given(loan, issued())
      .when(cancel())
      .thenRecorded({ type: 'LoanCancelled', data: { loanId: 'L1', reason: 'drawdown failed' } });
  });

  it('takes back a loan that was renewed or repaid in part, too', () => {
    given(loan, issued(), repaid(), renewed({ renewedAmount: '750000.00' }))
      .when(cancel())
      .thenRecorded();
  });

  it('REF-R02: of a loan that is known; it may be on its way', () => {
    given(loan).when(cancel()).thenRefused('REF-R02', '/subject', { retryable: true });
  });

  it('TIM-R01: today at the latest', () => {
    given(loan, issued())
      .when(cancel({ effectiveDate: '2024-06-30' }))
      .thenRecorded();
    given(loan, issued())
      .when(cancel({ effectiveDate: '2024-07-01' }))
      .thenRefused('TIM-R01', '/data/effectiveDate', { retryable: true });
  });

  it('TIM-R02: told by a clock at most five minutes ahead', () => {
    const at = (time: string) => given(loan, issued()).when(cancel({}, { ...today, time }));
    at('2024-06-30T12:05:00+08:00').thenRecorded();
    at('2024-06-30T12:05:00.001+08:00').thenRefused('TIM-R02', '/time');
  });

  it('TIM-R03: not before the loan began', () => {
    given(loan, issued())
      .when(cancel({ effectiveDate: '2024-01-10' }))
      .thenRecorded();
    given(loan, issued())
      .when(cancel({ effectiveDate: '2024-01-09' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
    given(loan, opened())
      .when(cancel({ effectiveDate: '2024-01-01' }))
      .thenRecorded();
    given(loan, opened())
      .when(cancel({ effectiveDate: '2023-12-31' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
  });

  it('TIM-W05: marked when recorded more than a day late', () => {
    const on = (day: string, reportingFrom = '2024-01-11') =>
      given(loan, issued()).when(cancel({}, onDay(day, { reportingFrom })));
    on('2024-01-12').thenRecorded();
    on('2024-01-13').thenFlagged('TIM-W05');
    on('2024-01-13', '2024-01-12').thenRecorded();
  });

  it('LON-R01: of an active loan', () => {
    for (const end of [cancelled(), repaid({ amount: '1000000.00' }), writtenOff('1000000.00')])
      given(loan, issued(), end).when(cancel()).thenRefused('LON-R01', '/subject');
    given(loan, issued(), repaid({ amount: '999999.99' }))
      .when(cancel())
      .thenRecorded();
  });

  it('of several broken rules the first of the table is named', () => {
    const ended = given(loan, issued(), cancelled());
    const ahead = { ...today, time: '2024-07-01T00:00:00Z' };
    ended
      .when(cancel({ effectiveDate: '2024-07-01' }, ahead))
      .thenRefused('TIM-R01', undefined, { retryable: true });
    ended.when(cancel({ effectiveDate: '2024-01-09' }, ahead)).thenRefused('TIM-R02');
    ended.when(cancel({ effectiveDate: '2024-01-09' })).thenRefused('TIM-R03');
    ended.when(cancel()).thenRefused('LON-R01');
  });
});
