import { z } from 'zod';
import { type AnswerOf, instant, listOf, problemShape } from './answer.js';

const factPositionShape = z
  .strictObject({ type: z.string(), stream: z.string(), revision: z.int() })
  .meta({ id: 'FactPlace' });

const recordedOutcomeShape = z
  .strictObject({
    outcome: z.literal('recorded'),
    id: z.string(),
    /** It was recorded before; this is its first outcome, answered again. */
    repeated: z.boolean(),
    facts: z.array(factPositionShape),
    position: z.string(),
    flags: z.array(z.string()),
    stampedAt: instant,
  })
  .meta({ id: 'RecordedOutcome' });

/** A recorded outcome asked for later; `seq` as soon as it is known. */
export const eventPageShape = recordedOutcomeShape
  .extend({ seq: z.int().nullable() })
  .meta({ id: 'EventPage' });

/** Nothing was recorded, and what would have been. */
const dryRunOutcomeShape = z
  .strictObject({
    outcome: z.literal('not-recorded'),
    id: z.string().nullable(),
    dryRun: z.literal(true),
    wouldBe: z.enum(['recorded', 'repeated', 'refused']),
    flags: z.array(z.string()).exactOptional(),
    problem: problemShape.exactOptional(),
    position: z.null(),
  })
  .meta({ id: 'DryRunOutcome' });

/** Of a report in its batch: its place, and the status that it would have been answered alone. */
const inBatch = { index: z.int(), status: z.int() };

const recordedResultShape = recordedOutcomeShape.extend(inBatch).meta({ id: 'RecordedResult' });

const refusedResultShape = z
  .strictObject({
    ...inBatch,
    outcome: z.enum(['not-recorded', 'unknown']),
    id: z.string().nullable(),
    problem: problemShape,
  })
  .meta({ id: 'RefusedResult' });

const dryRunResultShape = dryRunOutcomeShape.extend(inBatch).meta({ id: 'DryRunResult' });

const batchOutcomeShape = z
  .strictObject({
    results: z.array(z.union([recordedResultShape, refusedResultShape, dryRunResultShape])),
    position: z.string().nullable(),
  })
  .meta({ id: 'BatchOutcome' });

/** What became of all reports of a stream; `refused` are all that are not recorded for certain, by rule or by the word of the problem. */
const streamSummaryShape = z
  .strictObject({
    summary: z.strictObject({
      read: z.int(),
      recorded: z.int(),
      repeated: z.int(),
      refused: z.int(),
      unknown: z.int(),
      byRule: z.record(z.string(), z.int()),
      position: z.string().nullable(),
      /** Why the stream was read no further, so that what came after it has no outcome; null when all of it was read. */
      ended: z.strictObject({ status: z.int(), type: z.string(), detail: z.string() }).nullable(),
    }),
  })
  .meta({ id: 'StreamSummary' });

/** A line of the answer to a stream: a result for each report in order, and last of all the summary. */
export const streamLineShape = z
  .union([recordedResultShape, refusedResultShape, dryRunResultShape, streamSummaryShape])
  .meta({ id: 'StreamLine' });

/** What a request is answered, single or a batch, decided or dry: one shape, since clients name one for all answers of a route. */
export const intakeAnswerShape = z
  .strictObject({
    ...recordedOutcomeShape.partial().shape,
    ...dryRunOutcomeShape.partial().shape,
    ...batchOutcomeShape.partial().shape,
    outcome: z.enum(['recorded', 'not-recorded']).optional(),
  })
  .meta({
    id: 'IntakeAnswer',
    description:
      'Recorded: as RecordedOutcome. A dry run: as DryRunOutcome. A batch: `results`, one for each report in order, and `position`.',
  });

/** A refused report: which, and by which rule. Nothing of its content is kept. */
const refusalShape = z
  .strictObject({
    at: instant,
    institution: z.string(),
    id: z.string().nullable(),
    type: z.string().nullable(),
    rule: z.string().nullable(),
    pointer: z.string().nullable(),
    message: z.strictObject({ en: z.string(), zh: z.string() }),
    retryable: z.boolean(),
  })
  .meta({ id: 'Refusal' });

export const refusalListShape = listOf(refusalShape);

export type RecordedOutcome = AnswerOf<typeof recordedOutcomeShape>;
export type EventPage = AnswerOf<typeof eventPageShape>;
export type DryRunOutcome = AnswerOf<typeof dryRunOutcomeShape>;
export type BatchResult = AnswerOf<typeof batchOutcomeShape>['results'][number];
export type StreamSummary = AnswerOf<typeof streamSummaryShape>;
export type Refusal = AnswerOf<typeof refusalShape>;
export type RefusalList = AnswerOf<typeof refusalListShape>;
