import { describe, expect, it } from '@jest/globals';
import { borrowerStream, loanStream, type NewFact, type SequencedFact } from '#facts';
import { asLoanId } from '#identifiers';
import { asWritten, bankA, borrower } from '#testing';
import {
  cancelled,
  claimed,
  contestDecided,
  issued,
  ofLoan,
  opened,
  repaid,
  settled,
} from '../testing/loan-facts.js';
import { claimKey, type ClaimPage, claimPage } from './claim-page.js';

const ofLoanOne = (...facts: readonly NewFact[]): readonly (NewFact & { stream: string })[] =>
  ofLoan(bankA, asLoanId('L1'), facts).map((fact) => ({
    ...fact,
    stream: loanStream(bankA, asLoanId('L1')),
  }));
const ofBorrower = (...facts: readonly NewFact[]): readonly (NewFact & { stream: string })[] =>
  facts.map((fact) => ({ ...fact, stream: borrowerStream(borrower().id) }));

const inOrder = (facts: readonly (NewFact & { stream: string })[]): readonly SequencedFact[] =>
  facts.map((fact, index) => ({ ...fact, revision: index, seq: 11 + index, recordedAt: '' }));

const folded = (...facts: readonly (NewFact & { stream: string })[]): ClaimPage | undefined =>
  inOrder(facts).reduce<ClaimPage | undefined>(claimPage, undefined);

const drawn = ofLoanOne(issued('2024-01-10', { drawdownTime: '09:30:00' }));
const flagged = [...drawn, ...ofLoanOne(claimed('2024-01-12'))];

describe('the row of a claim', () => {
  it('is there from the drawdown on, without a claim', () => {
    expect(folded(...drawn)).toEqual({
      institution: bankA,
      loanId: 'L1',
      borrowerKey: borrower().id,
      drawdownDate: '2024-01-10',
      drawdownTime: '09:30:00',
      claim: null,
    });
    expect(folded(...ofLoanOne(issued('2024-01-10')))?.drawdownTime).toBeNull();
    expect(folded(...ofLoanOne(opened('2024-01-10')))).toBeUndefined();
  });

  it('is pending once claimed', () => {
    expect(folded(...flagged)?.claim).toEqual({ status: 'PENDING', reason: null, seq: 12 });
  });

  it.each([
    ['FirstTimeRecognised', 'RECOGNISED', {}],
    ['FirstTimeSuperseded', 'SUPERSEDED', { reason: 'EARLIER_CLAIM' }],
    ['FirstTimeDenied', 'DENIED', { reason: 'PRIOR_LOAN' }],
    ['FirstTimeRevoked', 'REVOKED', { reason: 'LOAN_WITHDRAWN' }],
  ] as const)('%s makes it %s', (type, status, more) => {
    const page = folded(...flagged, ...ofBorrower(settled(type, bankA, asLoanId('L1'), more)));
    expect(page).toMatchObject({ drawdownDate: '2024-01-10', drawdownTime: '09:30:00' });
    expect(page?.claim).toEqual({ status, reason: null, seq: 13, ...more });
  });

  it('keeps the last word, and forgets the reasons of the words before', () => {
    const denied = settled('FirstTimeDenied', bankA, asLoanId('L1'), {
      reason: 'PRIOR_LOAN',
      earlierDate: asWritten('2023-05-01'),
    });
    const page = folded(
      ...flagged,
      ...ofBorrower(denied, settled('FirstTimeRecognised', bankA, asLoanId('L1'))),
    );
    expect(page?.claim).toEqual({ status: 'RECOGNISED', reason: null, seq: 14 });
  });

  it('makes place for a new claim', () => {
    const withdrawn = settled('FirstTimeRevoked', bankA, asLoanId('L1'), { reason: 'CLAIM_WITHDRAWN' });
    const page = folded(...flagged, ...ofBorrower(withdrawn), ...ofLoanOne(claimed('2024-01-20')));
    expect(page?.claim).toEqual({ status: 'PENDING', reason: null, seq: 14 });
  });

  it('does not change with a decision, nor with what else happens to the loan', () => {
    const page = folded(...flagged);
    const others = [
      ...ofBorrower(contestDecided(bankA, asLoanId('L1'))),
      ...ofLoanOne(repaid('2024-02-01', '1.00'), cancelled('2024-02-01')),
    ];
    for (const fact of inOrder(others)) {
      expect(claimPage(page, fact)).toBe(page);
      expect(claimKey(fact)).toBeUndefined();
    }
  });

  it('cannot apply what builds on nothing, nor a type it does not know', () => {
    expect(() => folded(...ofLoanOne(claimed('2024-01-12')))).toThrow('builds on nothing');
    expect(() => folded(...ofBorrower(settled('FirstTimeDenied', bankA, asLoanId('L1'))))).toThrow(
      'builds on nothing',
    );
    const unknownType = { ...settled('FirstTimeDenied', bankA, asLoanId('L1')), type: 'FirstTimeForgotten' };
    expect(() => folded(...ofBorrower(unknownType))).toThrow('FirstTimeForgotten is not known');
  });
});
