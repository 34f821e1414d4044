import { describe, expect, it } from '@jest/globals';
import { asLoanId, type InstitutionCode } from '#identifiers';
import { asWritten, type AsWritten } from '#testing';
import type { Dossier, DossierLoan } from './dossier.js';
import { dossierOf } from './testing/dossier-of.js';
import { borrowerKey, east, north, south } from './testing/borrower-facts.js';
import { decideContest } from './arbitrate.js';

const loan = (institution: InstitutionCode, more: Partial<AsWritten<DossierLoan>> = {}): DossierLoan =>
  asWritten({
    institution,
    loanId: asLoanId('L1'),
    drawdownDate: '2024-03-01',
    drawdownTime: null,
    effective: true,
    claim: 'STANDS',
    ...more,
  });

const order = (institution: InstitutionCode, reason = 'seen', loanId = 'L1') => ({
  institution,
  loanId: asLoanId(loanId),
  reason,
});
const rivals = [loan(north), loan(south)];
const contested = dossierOf(rivals);
const decide = (institution: InstitutionCode, dossier: Dossier, reason?: string) =>
  decideContest(borrowerKey, order(institution, reason))(dossier);
const outcome = (institution: InstitutionCode, dossier: Dossier, reason?: string): string => {
  const verdict = decide(institution, dossier, reason);
  return verdict.outcome === 'refuse' ? verdict.refusal : verdict.outcome;
};

describe('deciding a contest', () => {
  it('names the borrower, the claim and why', () => {
    expect(decide(north, contested)).toEqual({
      outcome: 'record',
      fact: { type: 'FirstTimeContestDecided', data: { borrowerKey, ...order(north) } },
    });
  });

  it('again like this changes nothing', () => {
    expect(outcome(north, dossierOf(rivals, [order(north)]))).toBe('unchanged');
  });

  it('is refused once the contest is over, also as it was decided', () => {
    const over = [loan(north), loan(south, { effective: false })];
    expect(outcome(north, dossierOf(over, [order(north)]))).toBe('not-contested');
  });

  it('may be decided otherwise, or for another reason', () => {
    const decided = dossierOf(rivals, [order(north)]);
    expect(outcome(south, decided)).toBe('record');
    expect(outcome(north, decided, 'another reason')).toBe('record');
    expect(outcome(north, dossierOf(rivals, [order(north), order(south)]))).toBe('record');
  });

  it('stands as the last one for a claim still eligible', () => {
    const loans = [loan(north), loan(south, { claim: 'WITHDRAWN' }), loan(east)];
    expect(outcome(north, dossierOf(loans, [order(north), order(south)]))).toBe('unchanged');
  });

  it('is not for a claim that is not contested', () => {
    const timed = { drawdownTime: '10:00:00' };
    expect(outcome(north, dossierOf([loan(north, timed), loan(south, timed)]))).toBe('not-contested');
    expect(outcome(north, dossierOf([loan(north)]))).toBe('not-contested');
    const later = loan(east, { drawdownDate: '2024-03-02' });
    expect(outcome(east, dossierOf([...rivals, later]))).toBe('not-contested');
  });

  it('is not for a loan without a claim, or one of another borrower', () => {
    expect(outcome(east, contested)).toBe('unknown-claim');
    const loans = [...rivals, loan(east, { claim: 'NONE' })];
    expect(outcome(east, dossierOf(loans))).toBe('unknown-claim');
    expect(decideContest(borrowerKey, order(north, 'seen', 'L2'))(contested)).toMatchObject({
      refusal: 'unknown-claim',
    });
  });
});
