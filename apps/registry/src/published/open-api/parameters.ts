import { z } from 'zod';
import {
  type HeaderDeclaration,
  patternOf,
  type RouteDeclaration,
  tabular,
} from '../../http/route-declaration.js';
import { queryText } from './query-texts.js';
import type { Components, Json } from './schemas.js';

const identifier = { type: 'string', minLength: 1, maxLength: 64 };

/** Parts of paths by their names. */
const pathParts: Readonly<Partial<Record<string, { readonly description: string; readonly schema: Json }>>> =
  {
    institution: { description: 'Code of an institution', schema: identifier },
    loanId: { description: "The bank's own id of the loan", schema: identifier },
    borrowerKey: { description: 'Key of a borrower', schema: identifier },
    key: { description: 'Key of a borrower', schema: identifier },
    code: { description: 'Code', schema: identifier },
    target: { description: 'Code of a target', schema: identifier },
    id: { description: 'Id', schema: identifier },
    day: { description: 'A calendar day', schema: { type: 'string', format: 'date' } },
    uscc: { description: 'A unified social credit code', schema: identifier },
    year: { description: 'A year from 1900', schema: { type: 'integer', minimum: 1900, maximum: 9999 } },
    template: { description: '{type}.csv', schema: { type: 'string' } },
    file: { description: '{type}.json', schema: { type: 'string' } },
    path: { description: 'What follows', schema: { type: 'string' } },
  };

const pathParameters = (url: string, { path = {} }: RouteDeclaration): readonly Json[] =>
  [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    const { schema = { type: 'string' }, ...part } = pathParts[name] ?? {};
    const pattern = path[name] && schema.type === 'string' ? { pattern: patternOf(path[name]) } : {};
    return { name, in: 'path', required: true, ...part, schema: { ...schema, ...pattern } };
  });

/** The schema of a query parameter: a repeatable one is a list, and `query` replaces the type of text. */
const asAsked = ({ query, ...schema }: Json): Json => {
  if (query !== undefined) return query as Json;
  const either = Array.isArray(schema.anyOf) ? (schema.anyOf as Json[]) : [];
  return either.find(({ type }) => type === 'array') ?? schema;
};

const queryParameters = ({ operationId, query }: RouteDeclaration, components: Components): readonly Json[] =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => {
    const { description = queryText(operationId, name)?.en, ...given } = components.of(
      schema as z.ZodType,
      'input',
    );
    const plain = asAsked(given);
    const isRequired = (schema as z.ZodType)._zod.optin !== 'optional';
    return {
      name,
      in: 'query',
      required: isRequired,
      ...(description === undefined ? {} : { description }),
      ...(plain.type === 'array' ? { style: 'form', explode: true } : {}),
      schema: plain,
    };
  });

const awaiting: Readonly<Record<string, HeaderDeclaration>> = {
  'Await-Position': {
    description: 'Positions, comma-separated: the answer waits until they are projected',
    schema: { type: 'string', pattern: '^\\s*[1-9]\\d{0,17}\\s*(,\\s*[1-9]\\d{0,17}\\s*)*$' },
  },
  'Await-Timeout': {
    description: 'Milliseconds to wait at most',
    schema: { type: 'integer', minimum: 0, maximum: 30_000, default: 2_000 },
  },
};

const ofTables: Readonly<Record<string, HeaderDeclaration>> = {
  'Accept-Language': {
    description: 'Of a spreadsheet: `zh` for names of codes in Chinese; they are English otherwise',
  },
};

/** A header object of the document. */
export const headerOf = ({ description, schema, required }: HeaderDeclaration): Json => ({
  description,
  required: required === true,
  schema: schema ?? { type: 'string' },
});

const headerParameters = (declaration: RouteDeclaration): readonly Json[] =>
  Object.entries({
    ...declaration.headers,
    ...(declaration.awaits ? awaiting : {}),
    ...(tabular(declaration) ? ofTables : {}),
  }).map(([name, header]) => ({ name, in: 'header', ...headerOf(header) }));

export const parametersOf = (
  url: string,
  declaration: RouteDeclaration,
  components: Components,
): readonly Json[] => [
  ...pathParameters(url, declaration),
  ...queryParameters(declaration, components),
  ...headerParameters(declaration),
];
