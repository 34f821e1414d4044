import { z } from 'zod';
import { businessDateText, optionalMember } from '#reports';
import { day } from '../http/answer-shapes.js';

const quantity = z.string().nullable();

export const replayShape = z
  .strictObject({
    id: z.string(),
    programme: z.string(),
    effectiveAsOf: day,
    status: z.enum(['RUNNING', 'COMPLETED', 'FAILED']),
    seq: z.int().nullable(),
    factsRead: z.int(),
    factsTotal: z.int(),
    totals: z.array(z.strictObject({ target: z.string(), replayed: quantity, projected: quantity })),
    differences: z.array(
      z.strictObject({
        target: z.string(),
        member: z.string(),
        replayed: z.unknown(),
        projected: z.unknown(),
      }),
    ),
    verdict: z.enum(['equal', 'different']).nullable(),
    reason: z.string().nullable(),
    durationMs: z.int(),
  })
  .meta({ id: 'Replay' });

export const replayBody = z
  .strictObject({
    programme: z.string().min(1).max(64),
    effectiveAsOf: optionalMember(businessDateText),
    /** A seq or an instant. */
    knownAt: optionalMember(z.union([z.int().min(1), z.string().min(1).max(64)])),
  })
  .meta({ id: 'ReplayBody' });

export type ReplayBody = z.infer<typeof replayBody>;
