import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';

/* The published document is held against what a route really answered. */

export interface Answered {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

interface Operation {
  readonly responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

export type Document = { readonly paths: Record<string, Record<string, Operation>> };

/** Where an answer is not as the document says; none when it is. */
export const driftOf = (
  document: Document,
  { method, path, status, contentType, body }: Answered,
): readonly string[] => {
  const operation = document.paths[path]?.[method];
  if (!operation) return [`${method} ${path} is not in the document`];
  const declared = operation.responses[String(status)];
  if (!declared) return [`${method} ${path} answered ${status}, which is not declared`];
  const schema = declared.content?.[contentType.split(';')[0] ?? '']?.schema;
  if (!schema) return declared.content ? [`${method} ${path} ${status} answered ${contentType}`] : [];
  const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
  ajv.addSchema(document, 'document');
  const pointed = JSON.parse(
    JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/'),
  ) as object;
  const valid = ajv.validate(pointed, body);
  return valid
    ? []
    : (ajv.errors ?? []).map(
        ({ instancePath, message }) => `${method} ${path} ${status} ${instancePath} ${message}`,
      );
};
