import { z } from 'zod';
import { type AnswerOf, basisShape, day, listOf, position } from './answer.js';

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
