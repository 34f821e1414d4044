import {
  type BorrowerData,
  type Classification,
  factsOf,
  type Guarantee,
  type LoanFact,
  type Product,
  type Tag,
} from '#facts';
import type { Sequenced } from '#projections';
import type { ShownClaim } from './claims/claim-page-shape.js';

/** One contract of the chain that a loan is; amounts in yuan. */
export interface Leg {
  /** Its renewal number; the first is 0, an opening position's its `renewalCount`. */
  readonly no: number;
  readonly start: string;
  readonly maturity: string;
  readonly amount: string;
  readonly noteNo: string | null;
  readonly rateBp: number | null;
}

/** A loan out of the facts of its own stream. */
export interface LoanPage {
  readonly institution: string;
  readonly loanId: string;
  readonly borrower: BorrowerData;
  readonly product: Product;
  readonly guarantee: Guarantee;
  readonly tags: readonly Tag[];
  readonly status: 'ACTIVE' | 'REPAID' | 'WRITTEN_OFF' | 'CANCELLED';
  /** Yuan; 0.00 once cancelled. */
  readonly outstanding: string;
  /** In order of time, one at least. */
  readonly legs: readonly Leg[];
  readonly maturity: string;
  readonly classification: Classification;
  /** Number of the last renewal. */
  readonly renewals: number;
  /** Drawdown, also of a loan drawn before the registry began. */
  readonly chainStart: string;
  /** Of the last fact of its stream. */
  readonly seq: number;
}

/** A loan as it is shown (3.3). */
export interface ShownLoan extends LoanPage {
  /** Null also once it was withdrawn. */
  readonly claim: ShownClaim | null;
}

/** The facts of a loan's stream, or undefined for others. */
export const loanFact = factsOf('loan');

/** A fact of one or some types. */
export type FactOf<Type extends LoanFact['type']> = Sequenced<Extract<LoanFact, { type: Type }>>;
