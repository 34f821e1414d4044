import { z } from 'zod';
import type { BusinessDate } from '#calendar';
import { bailoutFacts } from './bailout-facts.js';
import { type FactOfValue, type FactOfValues, factValue } from './fact-value.js';
import { indicatorFacts } from './indicator-facts.js';
import { loanFacts } from './loan-facts.js';
import { businessDate, identifier, text, wholeNumber } from './stored-values.js';

// What corrects or reverses a fact stands in the stream of that fact. These names are the storage format: add, never rename.

const reported = { ...loanFacts, ...bailoutFacts, ...indicatorFacts };

/** Facts that may be corrected: each repeats a report. */
type CorrectableFact = FactOfValues<typeof reported>;

/** `data` of the fact that is corrected, as it is to stand, with its effective date beside. */
export type Replacement = CorrectableFact extends infer Fact
  ? Fact extends CorrectableFact
    ? Fact['data'] & { readonly effectiveDate: BusinessDate }
    : never
  : never;

const replacement: z.ZodType<Replacement> = z.union(
  Object.values(reported).map(({ schema }): z.ZodType =>
    schema.unwrap().extend({ effectiveDate: businessDate }),
  ),
) as z.ZodType<Replacement>;

const ofFact = {
  streams: ['loan', 'bailout', 'indicator'],
  subject: 'fact',
  institution: true,
  effectiveDate: true,
} as const;

/** The fact that is corrected or reversed: always the one that was recorded of the report first, never a correction of it. */
const corrects = z.strictObject({ reportId: identifier, eventId: text, revision: wholeNumber }).readonly();

/** Its effective date, as that of a reversal, is the day on which the institution made it, and dates nothing. */
const factCorrected = factValue(
  { ...ofFact, type: 'FactCorrected', bearing: 'corrects' },
  { data: { corrects, replacement, reason: text } },
);

const factReversed = factValue(
  { ...ofFact, type: 'FactReversed', bearing: 'reverses' },
  { data: { corrects, reason: text } },
);

export const changeFacts = { FactCorrected: factCorrected, FactReversed: factReversed };

export type FactCorrected = FactOfValue<typeof factCorrected>;
export type FactReversed = FactOfValue<typeof factReversed>;
/** What changes the facts of its stream, and is no step of a fold by itself. */
export type ChangeFact = FactOfValues<typeof changeFacts>;
