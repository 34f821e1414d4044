import { z } from 'zod';
import { type AnswerOf, day, decimal, figureBasisShape, type WithoutBasis } from './answer.js';
import { unit } from './programmes.js';

// Figures of a measure by itself, without a target (3.3).

/** The measure, and the version of its definition that the figure was computed with. */
const ofMeasure = { basis: figureBasisShape, measure: z.string(), version: z.int(), unit };

const seriesPointShape = z
  .strictObject({
    from: day,
    to: day,
    /** What came in the interval; of a balance, and of reported values, the change. Null as long as nothing was reported. */
    quantity: decimal.nullable(),
    /** At the end of the interval; of a balance the closing balance. */
    cumulative: decimal.nullable(),
  })
  .meta({ id: 'SeriesPoint' });

export const seriesAnswerShape = z
  .strictObject({
    ...ofMeasure,
    interval: z.enum(['day', 'week', 'month']),
    points: z.array(seriesPointShape),
  })
  .meta({ id: 'Series' });

/** What a measure that is only proposed would show: its series, and what that comes to. */
export const measurePreviewShape = z
  .strictObject({
    basis: figureBasisShape,
    /** Its code, where one was given. */
    measure: z.string().nullable(),
    unit,
    interval: z.enum(['day', 'week', 'month']),
    points: z.array(seriesPointShape),
    /** Null where nothing was reported. */
    total: decimal.nullable(),
  })
  .meta({ id: 'MeasurePreview' });

/** What a figure is cut by. */
export const cellDimension = z.enum([
  'institution',
  'district',
  'industry',
  'size',
  'bailoutProgramme',
  'month',
]);

const cellShape = z
  .strictObject({
    /** A value for each dimension of `by`. */
    keys: z.partialRecord(cellDimension, z.string()),
    quantity: decimal,
    /** Of the total; null where that is zero. */
    share: decimal.nullable(),
  })
  .meta({ id: 'BreakdownCell' });

export const breakdownAnswerShape = z
  .strictObject({
    ...ofMeasure,
    by: z.array(cellDimension),
    cells: z.array(cellShape),
    /** By itself: keys may be in several cells, and what has no such dimension is in none. Null where nothing was reported. */
    total: decimal.nullable(),
  })
  .meta({ id: 'Breakdown' });

const dimension = z.string().nullable();

/** What a fact counts under; null where it has no such dimension. */
const factDimensionsShape = z
  .strictObject({
    institution: dimension,
    district: dimension,
    industry: dimension,
    size: dimension,
    bailoutProgramme: dimension,
    kind: dimension,
  })
  .meta({ id: 'FactDimensions' });

/** What one fact adds to a figure. What it undoes, or takes the place of, is a row of its own, negative. */
export const measureFactShape = z
  .strictObject({
    seq: z.int(),
    type: z.string(),
    stream: z.string(),
    revision: z.int(),
    /** The day on which it counts: of what is undone that of the fact undone, of a reported value the day as at which it is. */
    effectiveDate: day,
    quantity: decimal,
    dimensions: factDimensionsShape,
  })
  .meta({ id: 'MeasureFact' });

export const measureFactListShape = z
  .strictObject({ ...ofMeasure, items: z.array(measureFactShape), next: z.string().nullable() })
  .meta({ id: 'MeasureFactList' });

export type SeriesPoint = AnswerOf<typeof seriesPointShape>;
export type SeriesAnswer = AnswerOf<typeof seriesAnswerShape>;
export type Series = WithoutBasis<SeriesAnswer>;
export type MeasurePreviewAnswer = AnswerOf<typeof measurePreviewShape>;
export type MeasurePreview = WithoutBasis<MeasurePreviewAnswer>;
export type CellDimension = z.infer<typeof cellDimension>;
export type BreakdownAnswer = AnswerOf<typeof breakdownAnswerShape>;
export type Breakdown = WithoutBasis<BreakdownAnswer>;
export type MeasureFact = AnswerOf<typeof measureFactShape>;
export type MeasureFactList = AnswerOf<typeof measureFactListShape>;
export type MeasureFacts = WithoutBasis<MeasureFactList>;
