import { z } from 'zod';
import type { MeasureData } from '#facts';
import { identifierText, optionalMember } from '#reports';
import { filterExpression } from '../filter-schema.js';
import { names } from '../names.js';

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

const operation = z.enum(['SUM', 'COUNT', 'COUNT_DISTINCT', 'BALANCE', 'GROWTH', 'LATEST_SUM']);
export const unit = z.enum(['CNY', 'COUNT', 'RATIO']);

/** Body of `PUT /v1/measures/{code}`. */
export const measureBody = z
  .strictObject({
    name: names,
    op: operation,
    unit,
    sources: optionalMember(z.array(source).max(20)),
    of: optionalMember(identifierText),
    filter: optionalMember(filterExpression),
    distinct: optionalMember(pointer),
  })
  .meta({ id: 'MeasureBody' });

export type MeasureBody = z.infer<typeof measureBody>;

export const measureDataOf = (
  code: string,
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
