import { z } from 'zod';
import { type AnswerOf, basisShape, type WithoutBasis } from './answer.js';
import { factShape } from './audit.js';
import { disbursementShape } from './bailout.js';
import { borrowerOfAnswerShape, claimShape, loanShape } from './loans.js';

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
    disbursements: z.array(disbursementShape),
    /** Whether there are more than are shown. */
    more: z.strictObject({ loans: z.boolean(), claims: z.boolean(), disbursements: z.boolean() }),
  })
  .meta({ id: 'BorrowerAnswer' });

export type BorrowerAnswer = AnswerOf<typeof borrowerAnswerShape>;
export type Borrower = WithoutBasis<BorrowerAnswer>;
