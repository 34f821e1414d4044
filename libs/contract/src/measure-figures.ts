import { z } from 'zod';
import { type AnswerOf, day, figureBasisShape, type WithoutBasis } from './answer.js';
import { unit } from './programmes.js';

// Figures of a measure by itself, without a target (3.3).

/** The measure, and the version of its definition that the figure was computed with. */
const ofMeasure = { basis: figureBasisShape, measure: z.string(), version: z.int(), unit };

const seriesPointShape = z
  .strictObject({
    from: day,
    to: day,
    /** What came in the interval; of a balance, and of reported values, the change. Null as long as nothing was reported. */
    quantity: z.string().nullable(),
    /** At the end of the interval; of a balance the closing balance. */
    cumulative: z.string().nullable(),
  })
  .meta({ id: 'SeriesPoint' });

export const seriesAnswerShape = z
  .strictObject({
    ...ofMeasure,
    interval: z.enum(['day', 'week', 'month']),
    points: z.array(seriesPointShape),
  })
  .meta({ id: 'Series' });

export type SeriesPoint = AnswerOf<typeof seriesPointShape>;
export type SeriesAnswer = AnswerOf<typeof seriesAnswerShape>;
export type Series = WithoutBasis<SeriesAnswer>;
