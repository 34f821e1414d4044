import { z } from 'zod';
import { type AnswerOf, basisShape, day, listOf, money, type WithoutBasis } from './answer.js';

/** An institution's own aggregate as at a day, as it last reported it. */
const indicatorShape = z
  .strictObject({
    institution: z.string(),
    indicator: z.string(),
    /** Part of the institution that the value is of; null: the whole. */
    scope: z.string().nullable(),
    asAt: day,
    /** Yuan with two decimals, or a whole number, by unit. */
    value: z.string(),
    unit: z.enum(['CNY', 'COUNT']),
    effectiveDate: day,
    /** Of the last report for this day that stands, or of its last correction. */
    seq: z.int(),
  })
  .meta({ id: 'Indicator' });

export const indicatorListShape = listOf(indicatorShape);

/** Of one type of facts how many there are, and their sum; null for types without an amount. */
const statementLineShape = z
  .strictObject({ type: z.string(), count: z.int(), sum: money.nullable() })
  .meta({ id: 'StatementLine' });

/**
 * What the registry recorded for an institution on a day, as it was recorded, corrections and reversals among it; and of all that stands what
 * has that effective date.
 */
export const statementAnswerShape = z
  .strictObject({
    basis: basisShape,
    institution: z.string(),
    day,
    recorded: z.array(statementLineShape),
    effective: z.array(statementLineShape),
  })
  .meta({ id: 'Statement' });

export type Indicator = AnswerOf<typeof indicatorShape>;
export type IndicatorList = AnswerOf<typeof indicatorListShape>;
export type StatementLine = AnswerOf<typeof statementLineShape>;
export type StatementAnswer = AnswerOf<typeof statementAnswerShape>;
export type Statement = WithoutBasis<StatementAnswer>;
