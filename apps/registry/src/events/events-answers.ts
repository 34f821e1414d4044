import { z } from 'zod';
import { instant, problemShape } from '../http/answer-shapes.js';

const factPlace = z
  .strictObject({ type: z.string(), stream: z.string(), revision: z.int() })
  .meta({ id: 'FactPlace' });

const recordedOutcome = z
  .strictObject({
    outcome: z.literal('recorded'),
    id: z.string(),
    repeated: z.boolean(),
    facts: z.array(factPlace),
    position: z.string(),
    flags: z.array(z.string()),
    stampedAt: instant,
  })
  .meta({ id: 'RecordedOutcome' });

export const eventPage = recordedOutcome.extend({ seq: z.int().nullable() }).meta({ id: 'EventPage' });

const dryRunOutcome = z
  .strictObject({
    outcome: z.literal('not-recorded'),
    id: z.string().nullable(),
    dryRun: z.literal(true),
    wouldBe: z.enum(['recorded', 'repeated', 'refused']),
    flags: z.array(z.string()).optional(),
    problem: problemShape.optional(),
    position: z.null(),
  })
  .meta({ id: 'DryRunOutcome' });

const place = { index: z.int(), status: z.int() };

const batchOutcome = z
  .strictObject({
    results: z.array(
      z.union([
        recordedOutcome.extend(place).meta({ id: 'RecordedResult' }),
        z
          .strictObject({
            ...place,
            outcome: z.enum(['not-recorded', 'unknown']),
            id: z.string().nullable(),
            problem: problemShape,
          })
          .meta({ id: 'RefusedResult' }),
        dryRunOutcome.extend(place).meta({ id: 'DryRunResult' }),
      ]),
    ),
    position: z.string().nullable(),
  })
  .meta({ id: 'BatchOutcome' });

/** What a request is answered, single or a batch, decided or dry: one shape, since clients name one for all answers of a route. */
export const intakeAnswer = z
  .strictObject({
    ...recordedOutcome.partial().shape,
    ...dryRunOutcome.partial().shape,
    ...batchOutcome.partial().shape,
    outcome: z.enum(['recorded', 'not-recorded']).optional(),
  })
  .meta({
    id: 'IntakeAnswer',
    description:
      'Recorded: as RecordedOutcome. A dry run: as DryRunOutcome. A batch: `results`, one for each report in order, and `position`.',
  });

export const refusal = z
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
