import { z } from 'zod';

// Shapes that answers share (3.3). Quantities are decimal strings, instants UTC with three decimals, absent knowledge is null.

export const money = z.string().regex(/^-?(0|[1-9]\d*)\.\d{2}$/);
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .meta({ format: 'date-time' });
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ format: 'date' });
export const names = z.strictObject({ zh: z.string(), en: z.string() }).meta({ id: 'Names' });

/** What an answer rests on. */
export const basis = z
  .strictObject({
    seq: z.int(),
    recordedAt: instant.nullable(),
    effectiveAsOf: day,
    knownAt: z.int(),
    definitions: z.int().nullable(),
    parked: z.int(),
    lagMs: z.int(),
    treeSize: z.null(),
    root: z.null(),
  })
  .meta({ id: 'Basis' });

/** A page of them, named after what it lists. */
export const listOf = (item: z.ZodType): z.ZodType => {
  const { id } = z.globalRegistry.get(item) ?? {};
  if (id === undefined) throw new Error('What is listed has no name.');
  return z
    .strictObject({ basis, items: z.array(item), next: z.string().nullable() })
    .meta({ id: `${id}List` });
};

/** Position of the fact that an administrative request recorded; null when it changed nothing. */
export const position = z.string().nullable();

export const problemShape = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    rule: z.string().optional(),
    detail: z.string().optional(),
    outcome: z.enum(['recorded', 'not-recorded', 'unknown']).optional(),
    retryable: z.boolean().optional(),
    position: z.string().optional(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), rule: z.string().optional(), message: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem' });
