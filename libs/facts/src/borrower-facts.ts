import type { StoredFact } from './stored-fact.js';

// Stream `borrower-{borrowerKey}`: what the arbiter settled across banks, and what supervisors decided. These names are the
// storage format: add, never rename.

/** Why a claim is not recognised, or no longer. */
export type FirstTimeReason =
  | 'EARLIER_CLAIM'
  | 'CONTEST_DECIDED'
  | 'PRIOR_LOAN'
  | 'LOAN_WITHDRAWN'
  | 'CLAIM_WITHDRAWN'
  | 'DRAWDOWN_CHANGED';

/**
 * One claim's new status. The fact's institution is the claim's, its effective date the drawdown date; with `held`, that of
 * the recognition that it ends.
 */
export interface ArbitrationData<Reason extends FirstTimeReason | null = FirstTimeReason | null> {
  /** USCC or person token. */
  readonly borrowerKey: string;
  /** Of the claim, at the fact's institution. */
  readonly loanId: string;
  readonly reason: Reason;
  /** `PRIOR_LOAN`: the earliest drawdown date among the borrower's effective loans; never whose. */
  readonly earlierDate: string | null;
  /** The claim was the recognised one until then. */
  readonly held: boolean;
  /** Seq of the fact that this follows from. */
  readonly causedBy: number;
}

export type FirstTimeRecognised = StoredFact<'FirstTimeRecognised', ArbitrationData<null>>;
export type FirstTimeSuperseded = StoredFact<
  'FirstTimeSuperseded',
  ArbitrationData<'EARLIER_CLAIM' | 'CONTEST_DECIDED'>
>;
export type FirstTimeDenied = StoredFact<'FirstTimeDenied', ArbitrationData<'PRIOR_LOAN'>>;
export type FirstTimeRevoked = StoredFact<
  'FirstTimeRevoked',
  ArbitrationData<'LOAN_WITHDRAWN' | 'CLAIM_WITHDRAWN' | 'DRAWDOWN_CHANGED'>
>;

/** Written by the arbiter. */
export type ArbitrationFact = FirstTimeRecognised | FirstTimeSuperseded | FirstTimeDenied | FirstTimeRevoked;

/** A supervisor settled a contest: this claim goes first while it is eligible. The fact's institution is the claim's. */
export type FirstTimeContestDecided = StoredFact<
  'FirstTimeContestDecided',
  {
    readonly borrowerKey: string;
    readonly institution: string;
    readonly loanId: string;
    readonly reason: string;
  }
>;

export type BorrowerFact = ArbitrationFact | FirstTimeContestDecided;
