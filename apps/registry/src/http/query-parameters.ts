import { z } from 'zod';
import { isBusinessDate } from '#calendar';

/** Given once or several times; an array either way. */
export const repeatable = z
  .union([z.string().min(1).max(400), z.array(z.string().min(1).max(400)).max(100)])
  .transform((value): readonly string[] => (typeof value === 'string' ? [value] : value))
  .exactOptional();

/** A calendar day. */
export const day = z
  .string()
  .refine((value): boolean => isBusinessDate(value), 'must be a calendar day YYYY-MM-DD')
  .meta({ format: 'date' })
  .exactOptional();

/** Keyset pages: 100 by default, 1,000 at most. */
export const paging = {
  limit: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a whole number from 1 to 1000')
    .transform(Number)
    .refine((limit) => limit <= 1_000, 'must be at most 1000')
    .exactOptional(),
  cursor: z.string().min(1).max(2_000).exactOptional(),
};

/** The dimensions that figures and lists can be narrowed by. */
export const dimensions = {
  institution: repeatable,
  district: repeatable,
  industry: repeatable,
  size: repeatable,
  bailoutProgramme: repeatable,
};

/** Parameters of the contract that are not built: they answer 501, never a wrong figure. */
export const notBuiltParameters = ['knownAt', 'version'] as const;
