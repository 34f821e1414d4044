import { z } from 'zod';
import { type FactOfValue, type FactOfValues, factValue } from './fact-value.js';
import { businessDate, identifier, quantity, text } from './stored-values.js';

// Stream `indicator-{institution}-{code}`. These names are the storage format: add, never rename.

/** An institution's own aggregate, for targets that loan events cannot yield. Its values are of different things and never add up. */
const indicatorReported = factValue(
  {
    type: 'IndicatorReported',
    streams: ['indicator'],
    subject: 'indicator',
    bearing: 'states',
    institution: true,
    effectiveDate: true,
  },
  {
    data: {
      /** Code of a `LATEST_SUM` measure. */
      indicator: identifier,
      /** Yuan with two decimals, or a whole number, by unit. */
      value: quantity,
      unit: z.enum(['CNY', 'COUNT']),
      asAt: businessDate,
      /** Part of the institution that the value is of; absent: the whole. */
      scope: text.exactOptional(),
    },
    counted: ['indicator', 'value', 'unit', 'asAt', 'scope'],
    report: { type: 'indicator.reported', subject: 'indicator' },
  },
);

export const indicatorFacts = { IndicatorReported: indicatorReported };

export type IndicatorReported = FactOfValue<typeof indicatorReported>;
export type IndicatorFact = FactOfValues<typeof indicatorFacts>;
