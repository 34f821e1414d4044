import { z } from 'zod';
import { type FactOfValue, factValue } from './fact-value.js';
import { businessDate, programmeCode, sha256, targetCode, text, wholeNumber } from './stored-values.js';

// Stream `forecast-{programme}`, written by the registry once a day. These names are the storage format: add, never rename.

/** Yuan with two decimals or a whole number, by the target's unit; what is returned may be more than what was given. */
const figure = z.string().regex(/^-?(0|[1-9]\d*)(\.\d{2})?$/);
const dayReached = businessDate.nullable();

/** Where targets were expected to stand at the end of their periods, by what was known at a seq of the days up to one. */
const forecastRecorded = factValue(
  {
    type: 'ForecastRecorded',
    streams: ['forecast'],
    subject: 'forecast',
    bearing: 'states',
    institution: false,
    effectiveDate: false,
  },
  {
    data: {
      programme: programmeCode,
      basis: z
        .strictObject({
          seq: wholeNumber,
          effectiveAsOf: businessDate,
          /** Seq of the newest definition in force. */
          definitions: wholeNumber,
        })
        .readonly(),
      /** How it was made. */
      method: text,
      targets: z
        .array(
          z
            .strictObject({
              target: targetCode,
              /** Of the target, and seq of that definition. */
              version: wholeNumber,
              definition: wholeNumber,
              /** Seq of the first version of the measure that computes as it did. */
              computation: wholeNumber,
              seed: sha256,
              closing: figure,
              low: figure,
              high: figure,
              /** A share with four decimals; null where nothing is to be achieved. */
              probability: z
                .string()
                .regex(/^[01]\.\d{4}$/)
                .nullable(),
              attainedOn: z
                .strictObject({ expected: dayReached, earliest: dayReached, latest: dayReached })
                .readonly()
                .nullable(),
            })
            .readonly(),
        )
        .readonly(),
    },
  },
);

export const forecastFacts = { ForecastRecorded: forecastRecorded };

export type ForecastRecorded = FactOfValue<typeof forecastRecorded>;
