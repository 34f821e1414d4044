import { factsOf, type FirstTimeReason } from '#facts';

export type ClaimStatus = 'PENDING' | 'RECOGNISED' | 'SUPERSEDED' | 'DENIED' | 'REVOKED';

/** What is known of a claim apart from its loan. */
export interface ClaimStanding {
  /** PENDING until the arbiter has said something. */
  readonly status: ClaimStatus;
  readonly reason: FirstTimeReason | null;
  /** Of the last fact that changed the claim. */
  readonly seq: number;
}

/** An issued loan, which a claim may be made for, and the claim once it is made. */
export interface ClaimPage {
  readonly institution: string;
  readonly loanId: string;
  readonly borrowerKey: string;
  readonly drawdownDate: string;
  readonly drawdownTime: string | null;
  readonly claim: ClaimStanding | null;
}

/** What the claims and loans of a borrower say of a claim. */
export interface ClaimContext {
  /** Several claims are eligible, and one of them lacks the time of its drawdown. */
  readonly contested: boolean;
  /** Among the effective loans; null for none. */
  readonly earliestDrawdown: string | null;
}

/** A claim as it is shown (3.3). */
export interface ShownClaim extends Omit<ClaimPage, 'claim'>, ClaimStanding {
  /** One of several that are contested. */
  readonly contested: boolean;
  /**
   * Of a claim denied for a prior loan: the earliest drawdown there is, never whose. It is as of now: when an even earlier
   * loan comes to light, nothing new is said of the claim.
   */
  readonly earlierDate: string | null;
}

/** The facts of a borrower's stream, or undefined for others. */
export const borrowerFact = factsOf('borrower');
