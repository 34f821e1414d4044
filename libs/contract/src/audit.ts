import { z } from 'zod';
import { type AnswerOf, day, figureBasisShape, instant, type WithoutBasis } from './answer.js';
import { measureFactShape } from './measure-figures.js';
import { comparator, period, unit } from './programmes.js';

/** What a fact holds is of its type; here it is a JSON object. */
const jsonObject: z.ZodType<object> = z.record(z.string(), z.unknown());

/** A fact exactly as recorded. */
export const factShape = z
  .strictObject({
    seq: z.int(),
    recordedAt: instant,
    eventId: z.string(),
    type: z.string(),
    stream: z.string(),
    revision: z.int(),
    effectiveDate: day.nullable(),
    institution: z.string().nullable(),
    data: jsonObject,
    metadata: jsonObject,
  })
  .meta({ id: 'Fact' });

const quantity = z.string().nullable();

export const replayShape = z
  .strictObject({
    id: z.string(),
    programme: z.string(),
    effectiveAsOf: day,
    /** The seq asked for; null: where the projection stands when it begins. */
    knownAt: z.int().nullable(),
    status: z.enum(['RUNNING', 'COMPLETED', 'FAILED']),
    /** Seq at which both sides are held against each other; null until it has begun. */
    seq: z.int().nullable(),
    factsRead: z.int(),
    factsTotal: z.int(),
    /** Null where the figure is not known, or the target not there. */
    totals: z.array(z.strictObject({ target: z.string(), replayed: quantity, projected: quantity })),
    /** Members of targets that differ; the member `code` where only one side has the target. */
    differences: z.array(
      z.strictObject({
        target: z.string(),
        member: z.string(),
        replayed: z.unknown(),
        projected: z.unknown(),
      }),
    ),
    /** Rows behind the figures that are not what the facts say, where something differs: a hundred at most. `expected` or `found` is null where there should be, or is, no row. */
    rows: z.array(
      z.strictObject({ table: z.string(), key: z.string(), expected: z.unknown(), found: z.unknown() }),
    ),
    /** Null until it is completed. */
    verdict: z.enum(['equal', 'different']).nullable(),
    /** Why it failed. */
    reason: z.string().nullable(),
    /** Since it began, the last time; up to its end. */
    durationMs: z.int(),
  })
  .meta({ id: 'Replay' });

export type Fact = AnswerOf<typeof factShape>;
export type Replay = AnswerOf<typeof replayShape>;

/** A fact that is pointed at. */
export const namedFactShape = z
  .strictObject({
    seq: z.int(),
    recordedAt: instant,
    type: z.string(),
    stream: z.string(),
    revision: z.int(),
    effectiveDate: day.nullable(),
    institution: z.string().nullable(),
  })
  .meta({ id: 'NamedFact' });

/** The figure as known at a fact, with the definitions in force there; null where it was not known. */
const knownFigureShape = z
  .strictObject({ seq: z.int(), actual: quantity, achieved: z.boolean() })
  .meta({ id: 'KnownFigure' });

const movementShape = z
  .strictObject({
    from: knownFigureShape,
    to: knownFigureShape,
    /** What is moved: the target's measure; of a growth its balance. */
    measure: z.string(),
    unit,
    /** What the facts between the two add, counted as the measure is defined at the second: the sum of all items. */
    byFacts: quantity,
    /** What is left of the difference: what other definitions make of the same facts. Null of a growth, and where a figure is not known. */
    byDefinitions: quantity,
    /** Programmes, targets, measures and calendars defined between the two; the first of them. */
    definitions: z.array(namedFactShape),
  })
  .meta({ id: 'Movement' });

/** Why a target stands where it does. */
export const explanationShape = z
  .strictObject({
    basis: figureBasisShape,
    programme: z.string(),
    target: z.string(),
    version: z.int(),
    measure: z.string(),
    unit,
    comparator,
    threshold: quantity,
    period,
    actual: quantity,
    achieved: z.boolean(),
    /** The first fact at which it was, whether or not it still is; null where it never was. */
    became: namedFactShape.nullable(),
    /** Null unless two cuts are asked for. */
    moved: movementShape.nullable(),
    /** A page of the facts that moved it, with what each adds. */
    items: z.array(measureFactShape),
    next: z.string().nullable(),
  })
  .meta({ id: 'Explanation' });

export type NamedFact = AnswerOf<typeof namedFactShape>;
export type Movement = AnswerOf<typeof movementShape>;
export type KnownFigure = AnswerOf<typeof knownFigureShape>;
export type ExplanationAnswer = AnswerOf<typeof explanationShape>;
export type Explanation = WithoutBasis<ExplanationAnswer>;
