import type { BorrowerData } from './loan-facts.js';
import type { StoredFact } from './stored-fact.js';

// Stream `bailout-{institution}-{programme}`. These names are the storage format: add, never rename.

/** The first five count towards bailout capital; the last three are recorded and shown but do not. */
export type BailoutKind =
  | 'RELIEF_LOAN'
  | 'JOB_STABILITY_LOAN'
  | 'GUARANTEED_RELIEF'
  | 'BRIDGE'
  | 'RELENDING_FUNDED'
  | 'DEFERRAL'
  | 'FEE_INTEREST_RELIEF'
  | 'EQUITY_BOND_RELIEF';

export type BailoutDisbursed = StoredFact<
  'BailoutDisbursed',
  {
    readonly disbursementId: string;
    readonly programme: string;
    readonly kind: BailoutKind;
    readonly borrower: BorrowerData;
    readonly amount: string;
    readonly loanId?: string;
  }
>;

/** Carries its disbursement's kind, so that whether it counts is in the fact itself. */
export type BailoutReturned = StoredFact<
  'BailoutReturned',
  {
    readonly disbursementId: string;
    readonly programme: string;
    readonly kind: BailoutKind;
    readonly amount: string;
  }
>;

export type BailoutFact = BailoutDisbursed | BailoutReturned;
