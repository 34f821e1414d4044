import { z } from 'zod';
import { type AnswerOf, basisShape, day, listOf, money, position } from './answer.js';
import { factShape } from './audit.js';

// Words of loans and borrowers that reports and answers share.

/** PENDING until the arbiter has said something. */
export const claimStatus = z
  .enum(['PENDING', 'RECOGNISED', 'SUPERSEDED', 'DENIED', 'REVOKED'])
  .meta({ id: 'ClaimStatus' });

export const claimShape = z
  .strictObject({
    institution: z.string(),
    loanId: z.string(),
    borrowerKey: z.string(),
    drawdownDate: day,
    drawdownTime: z.string().nullable(),
    status: claimStatus,
    /** Several claims of the borrower are eligible, this among them, and one of them lacks the time of its drawdown. */
    contested: z.boolean(),
    reason: z.string().nullable(),
    /**
     * Of a claim denied for a prior loan: the earliest drawdown there is, never whose. It is as of now: when an even earlier loan
     * comes to light, nothing new is said of the claim.
     */
    earlierDate: day.nullable(),
    /** Of the last fact that changed the claim. */
    seq: z.int(),
  })
  .meta({ id: 'Claim' });

export const claimListShape = listOf(claimShape);
export const claimAnswerShape = claimShape.extend({ basis: basisShape }).meta({ id: 'ClaimAnswer' });

export const contestDecisionShape = z
  .strictObject({
    basis: basisShape,
    borrowerKey: z.string(),
    institution: z.string(),
    loanId: z.string(),
    reason: z.string(),
    position,
  })
  .meta({ id: 'ContestDecision' });

export type ClaimStatus = AnswerOf<typeof claimStatus>;
export type Claim = AnswerOf<typeof claimShape>;
export type ClaimList = AnswerOf<typeof claimListShape>;
export type ClaimAnswer = AnswerOf<typeof claimAnswerShape>;
export type ContestDecision = AnswerOf<typeof contestDecisionShape>;

export const borrowerSize = z.enum(['MICRO', 'SMALL', 'MEDIUM', 'LARGE']).meta({ id: 'BorrowerSize' });
export const product = z
  .enum(['WORKING_CAPITAL', 'PERSONAL_BUSINESS', 'FIXED_ASSET', 'TRADE', 'OTHER'])
  .meta({ id: 'Product' });
export const guarantee = z
  .enum(['CREDIT', 'GUARANTEE', 'MORTGAGE', 'PLEDGE', 'MIXED'])
  .meta({ id: 'Guarantee' });
export const classification = z
  .enum(['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'])
  .meta({ id: 'Classification' });
export const tag = z.enum(['INCLUSIVE', 'TECHNOLOGY', 'GREEN', 'IP_PLEDGE', 'CHAIN']).meta({ id: 'Tag' });

export const loanStatus = z.enum(['ACTIVE', 'REPAID', 'WRITTEN_OFF', 'CANCELLED']).meta({ id: 'LoanStatus' });

/** A borrower as the report described it that a loan or disbursement began with. */
export const borrowerOfAnswerShape = z
  .strictObject({
    idType: z.enum(['USCC', 'PERSON_TOKEN']),
    id: z.string(),
    kind: z.enum(['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'BUSINESS_OWNER']),
    size: borrowerSize,
    district: z.string(),
    industry: z.string(),
    name: z.string().exactOptional(),
  })
  .meta({ id: 'BorrowerOfAnswer' });

/** One contract of the chain that a loan is. */
const legShape = z
  .strictObject({
    /** Its renewal number; the first is 0, an opening position's its `renewalCount`. */
    no: z.int(),
    start: day,
    maturity: day,
    amount: money,
    noteNo: z.string().nullable(),
    rateBp: z.int().nullable(),
  })
  .meta({ id: 'Leg' });

export const loanShape = z
  .strictObject({
    institution: z.string(),
    loanId: z.string(),
    borrower: borrowerOfAnswerShape,
    product,
    guarantee,
    tags: z.array(tag),
    status: loanStatus,
    /** 0.00 once cancelled. */
    outstanding: money,
    /** In order of time, one at least. */
    legs: z.array(legShape),
    maturity: day,
    classification,
    /** Number of the last renewal. */
    renewals: z.int(),
    /** Drawdown, also of a loan drawn before the registry began. */
    chainStart: day,
    /** Null also once it was withdrawn. */
    claim: claimShape.nullable(),
    /** Of the last fact of its stream. */
    seq: z.int(),
  })
  .meta({ id: 'Loan' });

export const loanListShape = listOf(loanShape);
export const loanAnswerShape = loanShape.extend({ basis: basisShape }).meta({ id: 'LoanAnswer' });

const markedFactShape = z.strictObject({ seq: z.int(), type: z.string() }).meta({ id: 'MarkedFact' });

/**
 * A fact, and the loan as it was known then: after a correction as it stands with that. Null once its first report was reversed, until it is
 * reported anew.
 */
const loanHistoryItemShape = z
  .strictObject({
    fact: factShape,
    state: loanShape.nullable(),
    /** The fact that this one corrects or reverses; null of any that does neither. */
    changes: markedFactShape.nullable(),
    /** As of now: the last that corrected or reversed the fact, or the one that it corrects; null where it is in force as it stands. */
    changedBy: markedFactShape.nullable(),
  })
  .meta({ id: 'LoanHistoryItem' });

export const loanHistoryItemListShape = listOf(loanHistoryItemShape);

export type Leg = AnswerOf<typeof legShape>;
export type Loan = AnswerOf<typeof loanShape>;
export type LoanList = AnswerOf<typeof loanListShape>;
export type LoanAnswer = AnswerOf<typeof loanAnswerShape>;
export type MarkedFact = AnswerOf<typeof markedFactShape>;
export type LoanHistoryItem = AnswerOf<typeof loanHistoryItemShape>;
export type LoanHistoryItemList = AnswerOf<typeof loanHistoryItemListShape>;
