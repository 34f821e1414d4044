import type { Claim, ClaimStatus } from '#contract';
import type { LoanPage } from '../loan-page.js';
import type { ClaimPage } from './claim-page.js';

// Part of what is shown of a claim is no fact about it: it follows from the claims and loans of its borrower at all institutions.

/** What the claims and loans of a borrower say of a claim. */
export interface ClaimContext {
  /** Several claims are eligible, and one of them lacks the time of its drawdown. */
  readonly contested: boolean;
  /** Among the effective loans; null for none. */
  readonly earliestDrawdown: string | null;
}

/** No earlier loan stands against these; one of them is the recognised one. */
export const eligibleStatuses: readonly ClaimStatus[] = ['RECOGNISED', 'SUPERSEDED'];

const isEligible = ({ claim }: ClaimPage): boolean =>
  claim !== null && eligibleStatuses.includes(claim.status);

/** Of the claims of one borrower: whether those that are eligible are contested. A decision does not end it. */
export const areContested = (ofBorrower: readonly ClaimPage[]): boolean => {
  const eligible = ofBorrower.filter(isEligible);
  return eligible.length > 1 && eligible.some(({ drawdownTime }) => drawdownTime === null);
};

/** Of the loans of one borrower: when the first of them that is effective was drawn; repaid ones count. */
export const earliestDrawdown = (ofBorrower: readonly LoanPage[]): string | null =>
  ofBorrower
    .filter(({ status }) => status !== 'CANCELLED')
    .map(({ chainStart }) => chainStart)
    .toSorted()[0] ?? null;

/** The claim as it is shown; null where there is none. */
export const shownClaim = (page: ClaimPage, context: ClaimContext): Claim | null => {
  const { claim, reissued: _reissued, ...loan } = page;
  if (!claim) return null;
  const { status, reason, seq } = claim;
  return {
    ...loan,
    status,
    contested: context.contested && isEligible(page),
    reason,
    earlierDate: reason === 'PRIOR_LOAN' ? context.earliestDrawdown : null,
    seq,
  };
};

/** The claim as its loan shows it: not once it was withdrawn. A cancelled loan keeps its claim, revoked. */
export const claimOfLoan = (page: ClaimPage | null | undefined, context: ClaimContext): Claim | null => {
  if (!page?.claim || page.claim.withdrawn || page.claim.reason === 'CLAIM_WITHDRAWN') return null;
  return shownClaim(page, context);
};
