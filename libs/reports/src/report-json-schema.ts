import { z } from 'zod';
import { envelopeSchema } from './envelope.js';
import { dataSchemas, fullType, type ReportType } from './report-types.js';

/** JSON Schema 2020-12 of a whole report of this type, as published at `/schemas/{type}.json`. */
export const reportJsonSchema = (type: ReportType): Record<string, unknown> => {
  const schema = z.toJSONSchema(
    envelopeSchema.extend({ type: z.literal(fullType(type)), data: dataSchemas[type] }),
    { target: 'draft-2020-12', io: 'input' },
  );
  return {
    $id: `/schemas/${fullType(type)}.json`,
    title: fullType(type),
    ...schema,
    // Members beyond the attributes are CloudEvents extension attributes.
    additionalProperties: {
      type: ['string', 'integer', 'boolean', 'null'],
      minimum: -2_147_483_648,
      maximum: 2_147_483_647,
      pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$',
    },
    propertyNames: { pattern: '^[a-z0-9]{1,64}$' },
  };
};
