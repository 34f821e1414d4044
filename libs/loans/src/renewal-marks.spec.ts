import { describe, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import { issued, opened, reclassified, renewal, repaid } from './testing/loan-cases.js';
import { renewLoan } from './renew-loan.js';

// With which marks a renewal is recorded.

const today = onDay('2024-12-31');
const renew = (changes: Parameters<typeof renewal>[0] = {}, context = today) =>
  renewLoan(asLoanId('L1'), renewal(changes), context);

describe('a renewal is marked', () => {
  it('TIM-W05: recorded more than a day late', () => {
    const on = (day: string, reportingFrom: string) =>
      given(loan, issued()).when(renew({}, onDay(day, { reportingFrom })));
    on('2024-12-02', '2024-12-01').thenRecorded();
    on('2024-12-03', '2024-12-01').thenFlagged('TIM-W05');
    on('2024-12-03', '2024-12-02').thenRecorded();
  });

  it('RNW-W11: signed more than 90 days before the old maturity', () => {
    // 2024-12-20 less 90 days is 2024-09-21.
    given(loan, issued())
      .when(renew({ signedDate: '2024-09-21' }))
      .thenRecorded();
    given(loan, issued())
      .when(renew({ signedDate: '2024-09-20' }))
      .thenFlagged('RNW-W11');
  });

  it('RNW-W12: the third or later', () => {
    const of = (renewalNo: number) =>
      given(loan, opened({ startDate: '2023-05-10', renewalCount: renewalNo - 1 })).when(
        renew({
          effectiveDate: '2024-05-09',
          signedDate: '2024-05-09',
          renewalNo,
          renewedAmount: '800000.00',
        }),
      );
    of(2).thenRecorded();
    of(3).thenFlagged('RNW-W12');
    of(4).thenFlagged('RNW-W12');
  });

  it('RNW-W12: more than 36 months after the drawdown', () => {
    const of = (effectiveDate: string, startDate: string) =>
      given(loan, opened({ startDate, maturityDate: '2024-05-31' })).when(
        renew({ effectiveDate, signedDate: effectiveDate, renewalNo: 2, renewedAmount: '800000.00' }),
      );
    of('2024-05-09', '2021-05-09').thenRecorded();
    of('2024-05-10', '2021-05-09').thenFlagged('RNW-W12');
  });

  it('RNW-W12: 36 months are clipped to the end of the month', () => {
    const of = (effectiveDate: string) =>
      given(
        loan,
        opened({
          effectiveDate: '2023-01-01',
          startDate: '2020-02-29',
          legStartDate: '2022-06-01',
          maturityDate: '2023-03-31',
        }),
      ).when(renew({ effectiveDate, signedDate: effectiveDate, renewalNo: 2, renewedAmount: '800000.00' }));
    of('2023-02-28').thenRecorded();
    of('2023-03-01').thenFlagged('RNW-W12');
  });

  it('RNW-W12: an issued loan is as old as its issue', () => {
    const of = (effectiveDate: string) =>
      given(loan, issued({ effectiveDate: '2021-12-01', maturityDate: '2024-12-20' })).when(
        renew({ effectiveDate, signedDate: effectiveDate }),
      );
    of('2024-12-01').thenRecorded();
    of('2024-12-02').thenFlagged('RNW-W12');
  });

  it('RNW-W13: special mention, by the report or by the loan', () => {
    const special = { classification: 'SPECIAL_MENTION' } as const;
    given(loan, issued()).when(renew(special)).thenFlagged('RNW-W13');
    given(loan, issued(), reclassified('2024-12-01', special)).when(renew()).thenFlagged('RNW-W13');
    given(loan, issued(), reclassified('2024-12-02', special)).when(renew()).thenRecorded();
  });

  it('RNW-W14: part of what is outstanding is not renewed', () => {
    given(loan, issued())
      .when(renew({ renewedAmount: '999999.99' }))
      .thenFlagged('RNW-W14');
    given(loan, issued(), repaid({ amount: '0.01' }))
      .when(renew({ renewedAmount: '999999.99' }))
      .thenRecorded();
    given(loan, issued())
      .when(renew({ renewedAmount: '999999.99', topUpAmount: '0.01' }))
      .thenFlagged('RNW-W14');
  });

  it('with all of them, in the order of the table', () => {
    given(loan, opened({ startDate: '2020-01-01', maturityDate: '2024-12-20' }))
      .when(
        renew(
          {
            renewalNo: 2,
            renewedAmount: '1.00',
            signedDate: '2024-01-02',
            classification: 'SPECIAL_MENTION',
          },
          onDay('2024-12-31', { reportingFrom: '2024-01-01' }),
        ),
      )
      .thenFlagged('TIM-W05', 'RNW-W11', 'RNW-W12', 'RNW-W13', 'RNW-W14');
  });
});
