import { z } from 'zod';
import { filterExpressionOf, type MeasureData, operations } from '#facts';
import { measureCodeText, optionalMember, text } from '#reports';
import type { MeasureCode } from '#identifiers';

export const names = z.strictObject({ zh: text, en: text }).meta({ id: 'NamesGiven' });

/** A filter is read by a person: deeper or larger ones are mistakes, or meant to hurt. */
const most = { depth: 8, parts: 500 };

const path = z
  .string()
  .max(64)
  .regex(/^(\/[A-Za-z]+)+$/, 'must be a JSON pointer');

// Registered as it is: with a copy of it, an expression within another would be of no name in the OpenAPI document.
const expression = filterExpressionOf({
  path,
  value: text,
  values: (value) => z.array(value).min(1).max(200),
  all: (part) => z.array(part).min(1).max(50),
}).register(z.globalRegistry, {
  id: 'FilterExpression',
  description: 'Over whitelisted paths. On a set, `eq` means contains and `in` any of.',
});

/** Looks at the raw value with a list of its own, since a recursive check would run out of stack on what it must refuse. */
const withinBounds = (raw: unknown): boolean => {
  let level = [raw];
  let parts = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    parts += level.length;
    // An operator is two levels of JSON, object and list.
    if (depth > 2 * most.depth || parts > most.parts) return false;
    level = level.flatMap((part) => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  }
  return true;
};

export const filterExpression = z.preprocess((raw, context) => {
  if (withinBounds(raw)) return raw;
  context.addIssue({ code: 'custom', message: 'must be a smaller filter' });
  return z.NEVER;
}, expression);

const pointer = z
  .string()
  .max(64)
  .regex(/^(\/[A-Za-z]+)+$/, 'must be a JSON pointer');

const source = z.strictObject({
  fact: z
    .string()
    .regex(/^[A-Z][A-Za-z]{0,63}$/, 'must be the type of a fact')
    .meta({ examples: ['LoanRenewed'] }),
  sign: z.literal([1, -1]),
  quantity: optionalMember(pointer).meta({ description: 'Absent or null where each fact counts as one' }),
});

export const unit = z.enum(['CNY', 'COUNT', 'RATIO']);

/** Body of `PUT /v1/measures/{code}`. */
export const measureBody = z
  .strictObject({
    name: names,
    op: z.enum(operations),
    unit,
    sources: optionalMember(z.array(source).max(20)),
    of: optionalMember(measureCodeText),
    filter: optionalMember(filterExpression),
    distinct: optionalMember(pointer),
  })
  .meta({ id: 'MeasureBody' });

export type MeasureBody = z.infer<typeof measureBody>;

/** Body of `POST /v1/measures/preview`: the code is part of it, as it is in no path. */
export const measurePreviewBody = measureBody
  .extend({
    code: optionalMember(measureCodeText).meta({
      description: 'Only of `LATEST_SUM`: the indicator under which values are reported',
    }),
  })
  .meta({ id: 'MeasurePreviewBody' });

export type MeasurePreviewBody = z.infer<typeof measurePreviewBody>;

export const measureDataOf = (
  code: MeasureCode,
  { name, op, unit: given, sources, of, filter, distinct }: MeasureBody,
): MeasureData => ({
  code,
  name,
  op,
  unit: given,
  sources: (sources ?? []).map(({ fact, sign, quantity }) => ({ fact, sign, quantity: quantity ?? null })),
  of: of ?? null,
  filter: filter ?? null,
  distinct: distinct ?? null,
});
