import { describe, expect, it } from '@jest/globals';
import type { ClaimStatus } from '#contract';
import { type FirstTimeReason, loanStream, type NewFact } from '#facts';
import { asLoanId } from '#identifiers';
import { asWritten, bankA } from '#testing';
import { type LoanPage, loanPage } from '../loan-page.js';
import { cancelled, issued, ofLoan, opened, repaid, sequenced } from '../testing/loan-facts.js';
import { type ClaimPage, areContested, claimOfLoan, earliestDrawdown, shownClaim } from './claim-page.js';

const claim = (
  status: ClaimStatus | null,
  drawdownTime: string | null,
  reason: FirstTimeReason | null = null,
): ClaimPage => ({
  institution: 'C1010211000012',
  loanId: 'L1',
  borrowerKey: '91310000132260250X',
  drawdownDate: '2024-01-10',
  drawdownTime,
  claim: status && { status, reason, seq: 12 },
});

const recognised = (time: string | null) => claim('RECOGNISED', time);
const superseded = (time: string | null) => claim('SUPERSEDED', time);

describe('claims of a borrower', () => {
  it.each<[string, boolean, readonly ClaimPage[]]>([
    ['none', false, []],
    ['one without a time', false, [recognised(null)]],
    ['two with times', false, [recognised('09:00:00'), superseded('10:00:00')]],
    ['two, the holder without a time', true, [recognised(null), superseded('10:00:00')]],
    ['two, the other without a time', true, [recognised('10:00:00'), superseded(null)]],
    ['three, one without a time', true, [recognised('09:00:00'), superseded('10:00:00'), superseded(null)]],
    ['beside one denied', false, [recognised('09:00:00'), claim('DENIED', null)]],
    ['beside one revoked', false, [recognised(null), claim('REVOKED', null)]],
    ['beside one pending', false, [recognised('09:00:00'), claim('PENDING', null)]],
    ['beside a loan without a claim', false, [recognised('09:00:00'), claim(null, null)]],
  ])('%s: contested %s', (_, contested, claims) => {
    expect(areContested(claims)).toBe(contested);
  });
});

describe('the first drawdown of a borrower', () => {
  it.each<[string, readonly NewFact[], string | null]>([
    ['of nobody', [], null],
    ['of an issued loan', [issued('2024-01-10')], '2024-01-10'],
    ['of an opening position', [opened('2024-01-10', { startDate: asWritten('2021-05-01') })], '2021-05-01'],
    ['of a repaid loan', [issued('2024-01-10'), repaid('2024-01-11', '1000.00')], '2024-01-10'],
    ['of a cancelled loan', [issued('2024-01-10'), cancelled('2024-01-11')], null],
  ])('%s', (_, facts, expected) => {
    const loan = sequenced(loanStream(bankA, asLoanId('L1')), ofLoan(bankA, asLoanId('L1'), facts)).reduce<
      LoanPage | undefined
    >(loanPage, undefined);
    const later = { ...loan, chainStart: '2024-02-01', status: 'ACTIVE' } as LoanPage;
    expect(earliestDrawdown(loan ? [loan] : [])).toBe(expected);
    expect(earliestDrawdown(loan ? [later, loan] : [later])).toBe(expected ?? '2024-02-01');
  });
});

describe('a claim as it is shown', () => {
  const contested = { contested: true, earliestDrawdown: '2021-05-01' };

  it('has all members of its loan and its standing', () => {
    expect(shownClaim(superseded('10:00:00'), contested)).toEqual({
      institution: 'C1010211000012',
      loanId: 'L1',
      borrowerKey: '91310000132260250X',
      drawdownDate: '2024-01-10',
      drawdownTime: '10:00:00',
      status: 'SUPERSEDED',
      contested: true,
      reason: null,
      earlierDate: null,
      seq: 12,
    });
    expect(shownClaim(claim(null, null), contested)).toBeNull();
  });

  it('is not contested itself where it is not eligible', () => {
    expect(shownClaim(claim('DENIED', null), contested)?.contested).toBe(false);
    expect(shownClaim(claim('PENDING', null), contested)?.contested).toBe(false);
  });

  it('says what loan stands against it only where one does', () => {
    const denied = claim('DENIED', null, 'PRIOR_LOAN');
    expect(shownClaim(denied, contested)?.earlierDate).toBe('2021-05-01');
    expect(shownClaim(denied, { ...contested, earliestDrawdown: null })?.earlierDate).toBeNull();
    expect(shownClaim(claim('SUPERSEDED', null, 'EARLIER_CLAIM'), contested)?.earlierDate).toBeNull();
  });

  it('is gone from its loan once withdrawn, and stays on a cancelled one', () => {
    const revoked = (reason: FirstTimeReason) => claimOfLoan(claim('REVOKED', null, reason), contested);
    expect(revoked('CLAIM_WITHDRAWN')).toBeNull();
    expect(revoked('LOAN_WITHDRAWN')?.status).toBe('REVOKED');
    expect(revoked('DRAWDOWN_CHANGED')?.status).toBe('REVOKED');
    expect(claimOfLoan(claim(null, null), contested)).toBeNull();
    expect(claimOfLoan(null, contested)).toBeNull();
  });
});
