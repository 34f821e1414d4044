import { z } from 'zod';
import { type AnswerOf, basisShape, day, instant, type WithoutBasis } from './answer.js';
import { factShape, namedFactShape } from './audit.js';
import { disbursementShape } from './bailout.js';
import { borrowerOfAnswerShape, claimShape, loanShape } from './loans.js';

/** What the arbiter recorded of a claim: each is in force until the next of the same claim. */
const claimSettlementShape = z
  .strictObject({
    seq: z.int(),
    recordedAt: instant,
    type: z.enum(['FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked']),
    institution: z.string(),
    loanId: z.string(),
    /** The drawdown date; where the claim was held, that of the recognition that ends. */
    effectiveDate: day,
    reason: z.string().nullable(),
    earlierDate: day.nullable(),
    /** The claim was the recognised one until then. */
    held: z.boolean(),
    /** The fact that it follows from; null to a bank where that is another institution's. */
    causedBy: namedFactShape.nullable(),
  })
  .meta({ id: 'ClaimSettlement' });

/** A borrower as it was last described, with all that was reported of it; to a bank what it reported itself. */
export const borrowerAnswerShape = borrowerOfAnswerShape
  .pick({ kind: true, size: true, district: true, industry: true })
  .extend({
    basis: basisShape,
    borrowerKey: z.string(),
    name: z.string().nullable(),
    loans: z.array(loanShape),
    claims: z.array(claimShape),
    /** What supervisors decided of contested claims, the first decision first; to a bank none, since they tell of others. */
    decisions: z.array(factShape),
    /** What the arbiter recorded of these claims, the first first; where there are more than are shown, the last of them. */
    settlements: z.array(claimSettlementShape),
    disbursements: z.array(disbursementShape),
    /** Whether there are more than are shown. */
    more: z.strictObject({
      loans: z.boolean(),
      claims: z.boolean(),
      settlements: z.boolean(),
      disbursements: z.boolean(),
    }),
  })
  .meta({ id: 'BorrowerAnswer' });

export type ClaimSettlement = AnswerOf<typeof claimSettlementShape>;
export type BorrowerAnswer = AnswerOf<typeof borrowerAnswerShape>;
export type Borrower = WithoutBasis<BorrowerAnswer>;
