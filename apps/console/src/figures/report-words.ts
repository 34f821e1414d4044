import type { Borrower, Loan } from '#contract';

/** Words by which a report says what something is, where there are few, as the registry takes them. */
export const reportWords = {
  idType: ['USCC', 'PERSON_TOKEN'],
  kind: ['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'BUSINESS_OWNER'],
  size: ['MICRO', 'SMALL', 'MEDIUM', 'LARGE'],
  product: ['WORKING_CAPITAL', 'PERSONAL_BUSINESS', 'FIXED_ASSET', 'TRADE', 'OTHER'],
  guarantee: ['CREDIT', 'GUARANTEE', 'MORTGAGE', 'PLEDGE', 'MIXED'],
  classification: ['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'],
  tags: ['INCLUSIVE', 'TECHNOLOGY', 'GREEN', 'IP_PLEDGE', 'CHAIN'],
  mode: ['NEW_CONTRACT', 'ANNUAL_REVIEW'],
} as const satisfies {
  readonly idType: readonly Loan['borrower']['idType'][];
  readonly kind: readonly Borrower['kind'][];
  readonly size: readonly Borrower['size'][];
  readonly product: readonly Loan['product'][];
  readonly guarantee: readonly Loan['guarantee'][];
  readonly classification: readonly Loan['classification'][];
  readonly tags: readonly string[];
  readonly mode: readonly string[];
};
