import { z } from 'zod';
import { type AnswerOf, day, instant } from './answer.js';

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
