import { z } from 'zod';
import {
  type AnswerOf,
  basisShape,
  day,
  figureBasisShape,
  listOf,
  names,
  position,
  type WithoutBasis,
} from './answer.js';
import { forecastShape } from './forecasts.js';

export const unit = z.enum(['CNY', 'COUNT', 'RATIO']);
export const comparator = z.enum(['GT', 'GTE', 'APPROX', 'INFO']);
export const period = z
  .union([z.strictObject({ from: day, to: day }), z.strictObject({ asAt: day })])
  .meta({ id: 'Period' });
const filter = z.record(z.string(), z.unknown()).nullable();

/**
 * How far facts that were recorded before a definition are counted for it: `seq` of the last one, of those up to `of`. Null once all are;
 * until then its figures are null.
 */
const backFill = z
  .strictObject({
    seq: z.int(),
    of: z.int(),
    isStopped: z
      .literal(true)
      .exactOptional()
      .meta({ description: 'It cannot count the fact after `seq`: a fault of the program' }),
  })
  .meta({ id: 'BackFill' })
  .nullable();

/** Which version is in force, and since which seq. */
const inForce = { version: z.int(), seq: z.int() };

const targetShape = z
  .strictObject({
    code: z.string(),
    name: names,
    measure: z.string(),
    unit,
    comparator,
    threshold: z.string().nullable(),
    period,
    base: day.nullable(),
    filter,
    tolerance: z.string().nullable(),
    path: z.array(z.string()).nullable(),
    beside: z.array(z.string()),
    ...inForce,
  })
  .meta({ id: 'Target' });

export const changedTargetShape = targetShape
  .extend({ basis: basisShape, position })
  .meta({ id: 'ChangedTarget' });

const programmeShape = z
  .strictObject({
    code: z.string(),
    name: names,
    from: day,
    to: day,
    ...inForce,
    targets: z.array(targetShape),
  })
  .meta({ id: 'Programme' });

export const programmeListShape = listOf(programmeShape);
export const programmeAnswerShape = programmeShape
  .extend({ basis: basisShape })
  .meta({ id: 'ProgrammeAnswer' });
export const changedProgrammeShape = programmeAnswerShape
  .extend({ position })
  .meta({ id: 'ChangedProgramme' });

const measureShape = z
  .strictObject({
    code: z.string(),
    name: names,
    op: z.enum(['SUM', 'COUNT', 'COUNT_DISTINCT', 'BALANCE', 'GROWTH', 'LATEST_SUM']),
    unit,
    sources: z.array(
      z
        .strictObject({ fact: z.string(), sign: z.int(), quantity: z.string().nullable() })
        .meta({ id: 'MeasureSource' }),
    ),
    of: z.string().nullable(),
    filter,
    distinct: z.string().nullable(),
    backFill,
    ...inForce,
  })
  .meta({ id: 'Measure' });

export const measureListShape = listOf(measureShape);
export const measureAnswerShape = measureShape.extend({ basis: basisShape }).meta({ id: 'MeasureAnswer' });
export const changedMeasureShape = measureAnswerShape.extend({ position }).meta({ id: 'ChangedMeasure' });

const calendarShape = z
  .strictObject({
    code: z.string(),
    years: z.array(
      z
        .strictObject({ year: z.int(), off: z.array(day), worked: z.array(day), ...inForce })
        .meta({ id: 'CalendarYear' }),
    ),
  })
  .meta({ id: 'Calendar' });

export const calendarAnswerShape = calendarShape.extend({ basis: basisShape }).meta({ id: 'CalendarAnswer' });
export const changedCalendarShape = calendarAnswerShape.extend({ position }).meta({ id: 'ChangedCalendar' });

/** How fast it goes, and how fast it has to. Per-day figures have two decimals, cut off. */
const paceShape = z
  .strictObject({
    workingDaysElapsed: z.int(),
    workingDaysLeft: z.int(),
    expectedToDate: z.string().nullable(),
    recentPerDay: z.string().nullable(),
    requiredPerDay: z.string().nullable(),
  })
  .meta({ id: 'Pace' });

/** One measure shown beside a target, over the same period and cut. */
const measureBesideShape = z
  .strictObject({ measure: z.string(), actual: z.string().nullable() })
  .meta({ id: 'MeasureBeside' });

const targetProgressShape = z
  .strictObject({
    code: z.string(),
    /** Of the target, with which the figure was computed. */
    version: z.int(),
    name: names,
    measure: z.string(),
    unit,
    comparator,
    threshold: z.string().nullable(),
    actual: z.string().nullable(),
    ratio: z.string().nullable(),
    achieved: z.boolean(),
    achievedOn: day.nullable(),
    achievedSeq: z.int().nullable(),
    remaining: z.string().nullable(),
    period,
    pace: paceShape.nullable(),
    forecast: forecastShape.nullable(),
    beside: z.array(measureBesideShape),
    backFill,
  })
  .meta({ id: 'TargetProgress' });

export const progressAnswerShape = z
  .strictObject({ programme: z.string(), basis: figureBasisShape, targets: z.array(targetProgressShape) })
  .meta({ id: 'Progress' });

export type Target = AnswerOf<typeof targetShape>;
export type ChangedTarget = AnswerOf<typeof changedTargetShape>;
export type Programme = AnswerOf<typeof programmeShape>;
export type ProgrammeList = AnswerOf<typeof programmeListShape>;
export type ProgrammeAnswer = AnswerOf<typeof programmeAnswerShape>;
export type ChangedProgramme = AnswerOf<typeof changedProgrammeShape>;
export type Measure = AnswerOf<typeof measureShape>;
export type MeasureList = AnswerOf<typeof measureListShape>;
export type MeasureAnswer = AnswerOf<typeof measureAnswerShape>;
export type ChangedMeasure = AnswerOf<typeof changedMeasureShape>;
export type Calendar = AnswerOf<typeof calendarShape>;
export type CalendarAnswer = AnswerOf<typeof calendarAnswerShape>;
export type ChangedCalendar = AnswerOf<typeof changedCalendarShape>;
export type BackFillProgress = AnswerOf<typeof backFill>;
export type MeasureBeside = AnswerOf<typeof measureBesideShape>;
export type TargetProgress = AnswerOf<typeof targetProgressShape>;
export type ProgressAnswer = AnswerOf<typeof progressAnswerShape>;
export type Progress = WithoutBasis<ProgressAnswer>;
