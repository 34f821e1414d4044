import { z } from 'zod';
import { type FactOfValue, type FactOfValues, factValue } from './fact-value.js';
import { borrowerKey, businessDate, institutionCode, loanId, text, wholeNumber } from './stored-values.js';

// Stream `borrower-{borrowerKey}`: what the arbiter settled across banks, and what supervisors decided. These names are the
// storage format: add, never rename.

/**
 * One claim's new status. The fact's institution is the claim's, its effective date the drawdown date; with `held`, that of
 * the recognition that it ends. The reason says why a claim is not recognised, or no longer.
 */
const arbitration = <const Type extends string, Reason extends z.ZodType<string | null>>(
  type: Type,
  reason: Reason,
) =>
  factValue(
    {
      type,
      streams: ['borrower'],
      subject: 'claim',
      bearing: 'settles',
      institution: true,
      effectiveDate: true,
    },
    {
      data: {
        borrowerKey,
        /** Of the claim, at the fact's institution. */
        loanId,
        reason,
        /** `PRIOR_LOAN`: the earliest drawdown date among the borrower's effective loans; never whose. */
        earlierDate: businessDate.nullable(),
        /** The claim was the recognised one until then. */
        held: z.boolean(),
        /** Seq of the fact that this follows from. */
        causedBy: wholeNumber,
      },
      counted: ['borrowerKey', 'loanId', 'reason', 'earlierDate', 'held'],
    },
  );

/** Written by the arbiter. */
const arbitrationFacts = {
  FirstTimeRecognised: arbitration('FirstTimeRecognised', z.literal(null)),
  FirstTimeSuperseded: arbitration('FirstTimeSuperseded', z.enum(['EARLIER_CLAIM', 'CONTEST_DECIDED'])),
  FirstTimeDenied: arbitration('FirstTimeDenied', z.literal('PRIOR_LOAN')),
  FirstTimeRevoked: arbitration(
    'FirstTimeRevoked',
    z.enum(['LOAN_WITHDRAWN', 'CLAIM_WITHDRAWN', 'DRAWDOWN_CHANGED']),
  ),
};

/** A supervisor settled a contest: this claim goes first while it is eligible. The fact's institution is the claim's. */
const firstTimeContestDecided = factValue(
  {
    type: 'FirstTimeContestDecided',
    streams: ['borrower'],
    subject: 'contest',
    bearing: 'decides',
    institution: true,
    effectiveDate: false,
  },
  { data: { borrowerKey, institution: institutionCode, loanId, reason: text } },
);

export const borrowerFacts = { ...arbitrationFacts, FirstTimeContestDecided: firstTimeContestDecided };

type Arbitration<Type extends keyof typeof arbitrationFacts> = FactOfValue<(typeof arbitrationFacts)[Type]>;

export type FirstTimeRecognised = Arbitration<'FirstTimeRecognised'>;
export type FirstTimeSuperseded = Arbitration<'FirstTimeSuperseded'>;
export type FirstTimeDenied = Arbitration<'FirstTimeDenied'>;
export type FirstTimeRevoked = Arbitration<'FirstTimeRevoked'>;
export type ArbitrationFact = FactOfValues<typeof arbitrationFacts>;
export type FirstTimeReason = NonNullable<ArbitrationFact['data']['reason']>;
export type FirstTimeContestDecided = FactOfValue<typeof firstTimeContestDecided>;
export type BorrowerFact = FactOfValues<typeof borrowerFacts>;
