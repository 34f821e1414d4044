import { describe, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import {
  borrower,
  cancelled,
  extended,
  issued,
  opened,
  renewal,
  renewed,
  repaid,
  writtenOff,
} from './testing/loan-cases.js';
import { renewLoan } from './renew-loan.js';

const today = onDay('2024-12-31');
const renew = (changes: Parameters<typeof renewal>[0] = {}, context = today) =>
  renewLoan(asLoanId('L1'), renewal(changes), context);

describe('a seamless renewal', () => {
  it('is recorded as it was reported', () => {
    const { effectiveDate: _effectiveDate, ...data } = renewal({ newNoteNo: 'N-2', rateBp: 365 });
    given(loan, issued())
      .when(renew({ newNoteNo: 'N-2', rateBp: 365 }))
      .thenRecorded({ type: 'LoanRenewed', data: { loanId: 'L1', ...data } });
  });

  it('REF-R02: of a loan that is known; it may be on its way', () => {
    given(loan).when(renew()).thenRefused('REF-R02', '/subject', { retryable: true });
  });

  it('TIM-R01: today at the latest', () => {
    given(loan, issued())
      .when(renew({}, onDay('2024-12-01')))
      .thenRecorded();
    given(loan, issued())
      .when(renew({}, onDay('2024-11-30')))
      .thenRefused('TIM-R01', '/data/effectiveDate', { retryable: true });
  });

  it('TIM-R02: signed on or before its effective date, told by a clock at most five minutes ahead', () => {
    given(loan, issued())
      .when(renew({ signedDate: '2024-12-01' }))
      .thenRecorded();
    given(loan, issued())
      .when(renew({ signedDate: '2024-12-02' }))
      .thenRefused('TIM-R02', '/data/signedDate');
    const at = (time: string) => given(loan, issued()).when(renew({}, { ...today, time }));
    at('2024-12-31T12:05:00+08:00').thenRecorded();
    at('2024-12-31T12:05:00.001+08:00').thenRefused('TIM-R02', '/time');
  });

  it('TIM-R03: not before the current leg began', () => {
    const start = { effectiveDate: '2024-01-10', signedDate: '2024-01-10' };
    given(loan, issued({ maturityDate: '2024-02-20' }))
      .when(renew(start))
      .thenRecorded();
    given(loan, issued())
      .when(renew({ ...start, effectiveDate: '2024-01-09', signedDate: '2024-01-09' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
    const second = { renewalNo: 2, signedDate: '2024-11-30', newMaturityDate: '2026-01-01' };
    const facts = [issued(), renewed()];
    given(loan, ...facts)
      .when(renew({ ...second, effectiveDate: '2024-11-30' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
    given(loan, ...facts)
      .when(renew({ ...second, effectiveDate: '2024-12-01' }))
      .thenFlagged('RNW-W11');
  });

  it('TIM-R03: the leg of an opening position began on its opening day', () => {
    const of = (effectiveDate: string) =>
      given(loan, opened()).when(
        renew({ effectiveDate, signedDate: effectiveDate, renewalNo: 2, renewedAmount: '800000.00' }),
      );
    of('2024-01-01').thenFlagged('RNW-W11');
    of('2023-12-31').thenRefused('TIM-R03', '/data/effectiveDate');
  });

  it('ISS-R06: at 50 to 2400 basis points when a rate is given', () => {
    for (const rateBp of [50, 2400]) given(loan, issued()).when(renew({ rateBp })).thenRecorded();
    for (const rateBp of [49, 2401])
      given(loan, issued()).when(renew({ rateBp })).thenRefused('ISS-R06', '/data/rateBp');
  });

  it('RNW-R01: of an active loan', () => {
    const ends = [cancelled(), repaid({ amount: '1000000.00' }), writtenOff('1000000.00')];
    for (const end of ends) given(loan, issued(), end).when(renew()).thenRefused('RNW-R01', '/subject');
    given(loan, issued(), repaid({ amount: '999999.99' }))
      .when(renew({ renewedAmount: '0.01' }))
      .thenRecorded();
  });

  it('RNW-R02: of something, and of no more than is outstanding', () => {
    given(loan, issued())
      .when(renew({ renewedAmount: '0.01' }))
      .thenFlagged('RNW-W14');
    given(loan, issued())
      .when(renew({ renewedAmount: '0.00' }))
      .thenRefused('RNW-R02', '/data/renewedAmount');
    given(loan, issued())
      .when(renew({ renewedAmount: '1000000.01' }))
      .thenRefused('RNW-R02', '/data/renewedAmount');
    given(loan, issued(), repaid({ amount: '0.01' }))
      .when(renew())
      .thenRefused('RNW-R02');
    given(loan, issued(), repaid({ amount: '0.01' }))
      .when(renew({ renewedAmount: '999999.99' }))
      .thenRecorded();
  });

  it('RNW-R02: after a renewal the old outstanding and the top-up are outstanding', () => {
    const facts = [issued(), renewed({ renewedAmount: '400000.00', topUpAmount: '0.01' })];
    const second = { renewalNo: 2, newMaturityDate: '2026-01-01' };
    given(loan, ...facts)
      .when(renew({ ...second, renewedAmount: '1000000.01' }))
      .thenFlagged('RNW-W11');
    given(loan, ...facts)
      .when(renew({ ...second, renewedAmount: '1000000.02' }))
      .thenRefused('RNW-R02');
  });

  it('RNW-R03: with the next number; too high a one may come later', () => {
    given(loan, issued())
      .when(renew({ renewalNo: 2 }))
      .thenRefused('RNW-R03', '/data/renewalNo', { retryable: true });
    const second = { newMaturityDate: '2026-01-01' };
    const facts = [issued(), renewed()];
    given(loan, ...facts)
      .when(renew({ ...second, renewalNo: 1 }))
      .thenRefused('RNW-R03', '/data/renewalNo');
    given(loan, ...facts)
      .when(renew({ ...second, renewalNo: 3 }))
      .thenRefused('RNW-R03', '/data/renewalNo', { retryable: true });
  });

  it('RNW-R03: an opening position brings its renewals along', () => {
    const of = (renewalNo: number, renewalCount: number) =>
      given(loan, opened({ renewalCount })).when(
        renew({
          effectiveDate: '2024-05-09',
          signedDate: '2024-05-09',
          renewalNo,
          renewedAmount: '800000.00',
        }),
      );
    of(1, 0).thenRecorded();
    of(2, 1).thenRecorded();
    of(1, 1).thenRefused('RNW-R03', '/data/renewalNo');
    of(3, 1).thenRefused('RNW-R03', '/data/renewalNo', { retryable: true });
  });

  it('RNW-R04: signed and effective on or before the old maturity', () => {
    const of = (signedDate: string, effectiveDate: string) =>
      given(loan, issued()).when(renew({ signedDate, effectiveDate }));
    of('2024-12-20', '2024-12-20').thenRecorded();
    of('2024-12-20', '2024-12-21').thenRefused('RNW-R04', '/data/effectiveDate');
    of('2024-12-21', '2024-12-21').thenRefused('RNW-R04', '/data/signedDate');
  });

  it('RNW-R04: an extension moves the maturity', () => {
    given(loan, issued(), extended('2024-12-10', '2024-12-21'))
      .when(renew({ signedDate: '2024-12-21', effectiveDate: '2024-12-21' }))
      .thenRecorded();
  });

  it('RNW-R07: for working capital and personal business, never for large borrowers', () => {
    for (const product of ['WORKING_CAPITAL', 'PERSONAL_BUSINESS'] as const)
      given(loan, issued({ product })).when(renew()).thenRecorded();
    for (const product of ['FIXED_ASSET', 'TRADE', 'OTHER'] as const)
      given(loan, issued({ product })).when(renew()).thenRefused('RNW-R07', '/subject');
    given(loan, issued({ borrower: { ...borrower, size: 'MEDIUM' } }))
      .when(renew())
      .thenRecorded();
    given(loan, issued({ borrower: { ...borrower, size: 'LARGE' } }))
      .when(renew())
      .thenRefused('RNW-R07', '/subject');
  });

  it('RNW-R08: into a maturity after the old one', () => {
    given(loan, issued())
      .when(renew({ newMaturityDate: '2024-12-21' }))
      .thenRecorded();
    for (const newMaturityDate of ['2024-12-20', '2024-12-19'])
      given(loan, issued()).when(renew({ newMaturityDate })).thenRefused('RNW-R08', '/data/newMaturityDate');
  });
});
