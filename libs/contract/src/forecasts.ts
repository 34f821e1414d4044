import { z } from 'zod';
import { type AnswerOf, day, figureBasisShape } from './answer.js';

/** Where a target was expected to stand at the end of its period, by the days up to `effectiveAsOf` and what was known of them at `seq`. */
export const forecastShape = z
  .strictObject({
    basis: z
      .strictObject({ seq: z.int(), effectiveAsOf: day, definitions: z.int() })
      .meta({ id: 'ForecastBasis' }),
    /** Of the fact that records it. */
    seq: z.int(),
    method: z.string(),
    seed: z.string(),
    closing: z.string(),
    interval: z
      .strictObject({ share: z.literal('0.8000'), low: z.string(), high: z.string() })
      .meta({ id: 'ForecastInterval' }),
    /** That the target is achieved at the end; null where nothing is to be achieved. */
    probability: z.string().nullable(),
    /** The day by which it is achieved in half of all cases, and the first and last in the interval; null: not within the period. */
    attainedOn: z
      .strictObject({ expected: day.nullable(), earliest: day.nullable(), latest: day.nullable() })
      .nullable()
      .meta({ id: 'ForecastAttainment' }),
  })
  .meta({ id: 'Forecast' });

/** A forecast beside what happened. */
const scoredForecastShape = forecastShape
  .extend({
    target: z.string(),
    version: z.int(),
    unit: z.enum(['CNY', 'COUNT', 'RATIO']),
    /** Null until the period is over at the cut, and where the measure computes something else by then. */
    score: z
      .strictObject({
        actual: z.string(),
        /** What was expected less what came. */
        error: z.string(),
        /** Of what came; null where that is nothing. */
        errorShare: z.string().nullable(),
        isWithin: z.boolean(),
      })
      .nullable()
      .meta({ id: 'ForecastScore' }),
  })
  .meta({ id: 'ScoredForecast' });

export const forecastListShape = z
  .strictObject({
    basis: figureBasisShape,
    programme: z.string(),
    items: z.array(scoredForecastShape),
    next: z.string().nullable(),
  })
  .meta({ id: 'ForecastList' });

export type Forecast = AnswerOf<typeof forecastShape>;
export type ScoredForecast = AnswerOf<typeof scoredForecastShape>;
export type ForecastList = AnswerOf<typeof forecastListShape>;
