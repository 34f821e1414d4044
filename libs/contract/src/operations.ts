import { z } from 'zod';
import { type AnswerOf, instant, listOf } from './answer.js';

/** The last check of a projection. Where rows differ, and not what they hold: an administrator does not read the books. */
const checkShape = z
  .strictObject({
    projection: z.string(),
    seq: z.int(),
    checkedAt: instant,
    durationMs: z.int(),
    mismatches: z.int(),
    /** The first of them. */
    first: z.array(
      z.strictObject({
        table: z.string(),
        key: z.string(),
        /** Whether there is no row where there should be one, one where there should be none, or another. */
        row: z.enum(['missing', 'surplus', 'different']),
        /** Columns that differ, and members of a page as `page.status`; none of a row that is missing or surplus. */
        columns: z.array(z.string()),
      }),
    ),
    failure: z.strictObject({ fact: z.int().nullable(), code: z.string() }).nullable().meta({
      description: 'The last check broke, at this fact or else at a row; the rest is of the one before',
    }),
  })
  .meta({ id: 'Check' });

export const checkListShape = listOf(checkShape);

export const healthShape = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

/** What stands in the way is a problem; what only will, is a warning. */
export const readinessAnswerShape = z
  .strictObject({ status: z.literal('ready'), warnings: z.array(z.string()).exactOptional() })
  .meta({ id: 'ReadinessAnswer' });

export type Check = AnswerOf<typeof checkShape>;
export type CheckList = AnswerOf<typeof checkListShape>;
export type Health = AnswerOf<typeof healthShape>;
export type ReadinessAnswer = AnswerOf<typeof readinessAnswerShape>;
