import { z } from 'zod';
import { type AnswerOf, instant, listOf } from './answer.js';

/** Every follower that figures and books rest on. */
export const projectionName = z.enum([
  'register-book',
  'loan-book',
  'bailout-book',
  'borrower-book',
  'reporting-book',
  'targets',
  'anomalies',
  'arbiter',
]);

/** The last check of a projection. Where rows differ, and not what they hold: an administrator does not read the books. */
const checkShape = z
  .strictObject({
    projection: z.string(),
    seq: z.int(),
    checkedAt: instant,
    durationMs: z.int().meta({ description: 'Of all slices of the last whole round' }),
    completedAt: instant
      .nullable()
      .meta({ description: 'When all rows had been looked at the last time; null: not yet' }),
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

/** Where rows of two sets of tables differ, and not what they hold. */
const differingRow = z.strictObject({
  table: z.string(),
  key: z.string(),
  /** As the live row stands to the rebuilt one. */
  row: z.enum(['missing', 'surplus', 'different']),
  columns: z.array(z.string()),
});

const parkedFactShape = z
  .strictObject({
    projection: z.string(),
    seq: z.int(),
    type: z.string(),
    subject: z
      .string()
      .meta({ description: 'What it is parked with: a loan, a disbursement, else its stream' }),
    parkedAt: instant,
    reason: z.string().nullable().meta({
      description:
        'Name or code of the error, and not what it says; null: it waits behind another of its subject',
    }),
  })
  .meta({ id: 'ParkedFact' });

export const parkedFactListShape = listOf(parkedFactShape);

export const rebuildShape = z
  .strictObject({
    id: z.string(),
    projection: z.string(),
    fromVersion: z.int().meta({ description: 'Of the rows that were live when it was asked for' }),
    version: z.int().nullable().meta({ description: 'That it builds; null until it is begun' }),
    status: z.enum(['RUNNING', 'COMPLETED', 'FAILED']),
    askedBy: z.string().meta({ description: '`registry` where a release brought a new version' }),
    askedAt: instant,
    seq: z.int().meta({ description: 'The last fact that is built' }),
    liveSeq: z.int().meta({ description: 'The last fact that the live rows rest on' }),
    comparedSeq: z.int().nullable().meta({ description: 'The fact at which both were compared' }),
    tables: z
      .array(z.strictObject({ table: z.string(), live: z.int(), rebuilt: z.int(), differences: z.int() }))
      .meta({ description: 'Rows of each, and how many of them differ' }),
    differences: z.int().nullable(),
    first: z.array(differingRow).meta({ description: 'The first hundred of them' }),
    switchedSeq: z.int().nullable(),
    parked: z.int().nullable().meta({ description: 'Facts that this version cannot apply either' }),
    position: z.string().nullable().meta({ description: 'Of the fact that says so' }),
    endedAt: instant.nullable(),
    reason: z.string().nullable().meta({ description: 'Why it failed' }),
  })
  .meta({ id: 'Rebuild' });

export const rebuildListShape = listOf(rebuildShape);

export const healthShape = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

/** What stands in the way is a problem; what only will, is a warning. */
export const readinessAnswerShape = z
  .strictObject({ status: z.literal('ready'), warnings: z.array(z.string()).exactOptional() })
  .meta({ id: 'ReadinessAnswer' });

/** What the registry keeps facts and tables in, and whether each answers. */
export const storesShape = z
  .strictObject({
    log: z
      .strictObject({ engine: z.enum(['postgresql', 'eventstoredb']), answers: z.boolean() })
      .meta({ description: 'Where the log lives' }),
    database: z
      .strictObject({ answers: z.boolean(), headSeq: z.int().nullable() })
      .meta({ description: 'The read side, with the last fact in order; null where it does not answer' }),
  })
  .meta({ id: 'Stores' });

export type Stores = AnswerOf<typeof storesShape>;
export type ProjectionName = z.infer<typeof projectionName>;
export type Check = AnswerOf<typeof checkShape>;
export type CheckList = AnswerOf<typeof checkListShape>;
export type ParkedFact = AnswerOf<typeof parkedFactShape>;
export type ParkedFactList = AnswerOf<typeof parkedFactListShape>;
export type Rebuild = AnswerOf<typeof rebuildShape>;
export type RebuildList = AnswerOf<typeof rebuildListShape>;
export type Health = AnswerOf<typeof healthShape>;
export type ReadinessAnswer = AnswerOf<typeof readinessAnswerShape>;
