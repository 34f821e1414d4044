import { describe, expect, it } from '@jest/globals';
import type { Claim, Loan } from '#contract';
import { explainedClaims } from './claim-reasons.js';
import { undecidedIn } from './claims-view.js';

const claim = (institution: string, more: Partial<Claim> = {}): Claim => ({
  institution,
  loanId: 'L1',
  borrowerKey: 'B',
  drawdownDate: '2024-03-01',
  drawdownTime: '09:00:00',
  status: 'RECOGNISED',
  contested: false,
  reason: null,
  earlierDate: null,
  seq: 1,
  ...more,
});
const superseded = { status: 'SUPERSEDED', reason: 'EARLIER_CLAIM' } as const;
const whyOf = (...claims: readonly Claim[]): readonly string[] =>
  explainedClaims({ claims, loans: [] }, true).map(
    ({ claim: { institution }, why }) => `${institution} ${why}`,
  );

describe('claims are explained', () => {
  it('in the order of their drawdowns, those without a time last in their day', () => {
    expect(
      whyOf(
        claim('late', { ...superseded, drawdownTime: null }),
        claim('noon', { ...superseded, drawdownTime: '12:00:00' }),
        claim('first'),
      ),
    ).toEqual(['first first', 'noon later', 'late later']);
  });

  it('with what is not certain yet, and what a supervisor decided', () => {
    const open = { contested: true };
    expect(whyOf(claim('a', open), claim('b', { ...open, ...superseded }))).toEqual([
      'a firstForNow',
      'b laterForNow',
    ]);
    expect(whyOf(claim('a', open), claim('b', { ...superseded, reason: 'CONTEST_DECIDED' }))).toEqual([
      'a decidedFor',
      'b decidedAgainst',
    ]);
    expect(whyOf(claim('a'))).toEqual(['a alone']);
    expect(whyOf(claim('a'), claim('b', { status: 'REVOKED', reason: 'LOAN_WITHDRAWN' }))).toEqual([
      'a alone',
      'b loanWithdrawn',
    ]);
  });

  it('to a bank without what its own claims cannot tell', () => {
    const own = (more: Partial<Claim>) => explainedClaims({ claims: [claim('a', more)], loans: [] }, false);
    expect(own({})).toMatchObject([{ why: 'recognised' }]);
    expect(own({ contested: true })).toMatchObject([{ why: 'firstForNow' }]);
  });

  it('with the loan that was there before, where it is among those shown', () => {
    const denied = claim('a', { status: 'DENIED', reason: 'PRIOR_LOAN', earlierDate: '2020-01-01' });
    const loans = [
      { loanId: 'cancelled', status: 'CANCELLED', chainStart: '2019-01-01' },
      { loanId: 'old', status: 'REPAID', chainStart: '2020-01-01' },
    ] as unknown as readonly Loan[];
    expect(explainedClaims({ claims: [denied], loans: [...loans] }, true)).toMatchObject([
      { why: 'priorLoan', prior: { loanId: 'old' } },
    ]);
    expect(explainedClaims({ claims: [denied], loans: [] }, true)[0]?.prior).toBeUndefined();
  });

  it('to be decided, of a borrower, until one decision counts', () => {
    const open = [claim('a', { contested: true }), claim('b', { ...superseded, contested: true })];
    expect([...undecidedIn(open).keys()]).toEqual(['B']);
    const decided = [open[0] as Claim, claim('b', { ...superseded, reason: 'CONTEST_DECIDED' })];
    expect(undecidedIn(decided).size).toBe(0);
  });
});
