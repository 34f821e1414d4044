import type { StoredFact } from './stored-fact.js';

// Stream `loan-{institution}-{loanId}`. These names are the storage format: add, never rename. Money is a yuan string with two decimals.

/** Who borrows. A person appears only as a token. */
export interface BorrowerData {
  readonly idType: 'USCC' | 'PERSON_TOKEN';
  readonly id: string;
  readonly kind: 'ENTERPRISE' | 'INDIVIDUAL_BUSINESS' | 'BUSINESS_OWNER';
  readonly size: 'MICRO' | 'SMALL' | 'MEDIUM' | 'LARGE';
  readonly district: string;
  readonly industry: string;
  readonly name?: string;
}

export type Product = 'WORKING_CAPITAL' | 'PERSONAL_BUSINESS' | 'FIXED_ASSET' | 'TRADE' | 'OTHER';
export type Guarantee = 'CREDIT' | 'GUARANTEE' | 'MORTGAGE' | 'PLEDGE' | 'MIXED';
export type Classification = 'NORMAL' | 'SPECIAL_MENTION' | 'SUBSTANDARD' | 'DOUBTFUL' | 'LOSS';
export type Tag = 'INCLUSIVE' | 'TECHNOLOGY' | 'GREEN' | 'IP_PLEDGE' | 'CHAIN';

export type LoanOpened = StoredFact<
  'LoanOpened',
  {
    readonly loanId: string;
    readonly borrower: BorrowerData;
    readonly outstandingPrincipal: string;
    readonly startDate: string;
    readonly legStartDate: string;
    readonly maturityDate: string;
    readonly product: Product;
    readonly guarantee: Guarantee;
    readonly classification: Classification;
    readonly renewalCount: number;
    readonly tags: readonly Tag[];
  }
>;

export type LoanIssued = StoredFact<
  'LoanIssued',
  {
    readonly loanId: string;
    readonly borrower: BorrowerData;
    readonly principal: string;
    readonly maturityDate: string;
    readonly product: Product;
    readonly rateBp: number;
    readonly guarantee: Guarantee;
    readonly tags: readonly Tag[];
    readonly noteNo?: string;
    readonly drawdownTime?: string;
  }
>;

export type LoanRenewed = StoredFact<
  'LoanRenewed',
  {
    readonly loanId: string;
    readonly renewalNo: number;
    readonly renewedAmount: string;
    readonly topUpAmount: string;
    readonly signedDate: string;
    readonly newMaturityDate: string;
    readonly classification: Classification;
    readonly mode: 'NEW_CONTRACT' | 'ANNUAL_REVIEW';
    readonly newNoteNo?: string;
    readonly rateBp?: number;
  }
>;

export type LoanExtended = StoredFact<
  'LoanExtended',
  { readonly loanId: string; readonly newMaturityDate: string }
>;

export type LoanRepaid = StoredFact<
  'LoanRepaid',
  { readonly loanId: string; readonly amount: string; readonly repaymentNo?: string }
>;

export type LoanReclassified = StoredFact<
  'LoanReclassified',
  {
    readonly loanId: string;
    readonly classification: Classification;
    readonly overduePrincipal: string;
    readonly overdueInterest: string;
  }
>;

export type LoanWrittenOff = StoredFact<
  'LoanWrittenOff',
  { readonly loanId: string; readonly amount: string }
>;

export type LoanCancelled = StoredFact<'LoanCancelled', { readonly loanId: string; readonly reason: string }>;

export type FirstTimeClaimed = StoredFact<
  'FirstTimeClaimed',
  {
    readonly loanId: string;
    readonly borrower: BorrowerData;
    readonly enquiryDate: string;
    readonly enquirySerialHash: string;
  }
>;

export type LoanFact =
  | LoanOpened
  | LoanIssued
  | LoanRenewed
  | LoanExtended
  | LoanRepaid
  | LoanReclassified
  | LoanWrittenOff
  | LoanCancelled
  | FirstTimeClaimed;
