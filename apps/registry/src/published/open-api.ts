import { z } from 'zod';
import { problemWords } from '#problem-details';
import { problemShape } from '../http/answer-shapes.js';
import type { KnownPaths } from '../http/known-paths.js';
import { patternOf } from '../http/path-parameters.js';
import type { RouteDeclaration } from '../http/route.js';

type Json = Record<string, unknown>;

interface Components {
  readonly schemas: Json;
}

/** References to the named parts of one schema, as references into the document. */
const inComponents = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;

/** JSON Schema 2020-12 of a zod schema; named parts go to the components. */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output', { schemas }: Components): Json => {
  const {
    $schema: _dialect,
    $defs,
    ...body
  } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  }) as Json & { $defs?: Json };
  Object.assign(schemas, inComponents($defs ?? {}));
  return inComponents(body);
};

const pathParameters = (url: string, { path = {} }: RouteDeclaration): readonly Json[] =>
  [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', ...(path[name] ? { pattern: patternOf(path[name]) } : {}) },
  }));

const queryParameters = ({ query }: RouteDeclaration, components: Components): readonly Json[] => {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input', components) as {
    properties?: Record<string, Json>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
};

const awaiting: Readonly<Record<string, string>> = {
  'Await-Position': 'Positions, comma-separated: the answer waits until they are projected',
  'Await-Timeout': 'Milliseconds to wait at most: 2000 when absent, 30000 at most',
};

const headerParameters = ({ headers = {}, awaits }: RouteDeclaration): readonly Json[] =>
  Object.entries({ ...headers, ...(awaits ? awaiting : {}) }).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }));

/** Problems that the gate and the checks in front of every route may answer. */
const problemsOf = (declaration: RouteDeclaration): readonly number[] => [
  400,
  ...(declaration.access === 'public' ? [] : [401, 403]),
  404,
  405,
  ...(declaration.body ? [413, 415] : [415]),
  500,
  501,
  503,
  ...(declaration.awaits || declaration.body ? [504] : []),
  ...(declaration.problems ?? []),
];

const titleOf = (status: number): string =>
  Object.values(problemWords).find((word) => word.status === status)?.en ?? 'Refused by a rule';

const responses = (declaration: RouteDeclaration, components: Components): Json => {
  const problem = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  };
  const answers = Object.entries(declaration.answers).map(([status, answer]) => [
    status,
    {
      description: answer.description,
      ...(answer.schema
        ? {
            content: {
              [answer.contentType ?? 'application/json']: {
                schema: schemaOf(answer.schema, 'output', components),
              },
            },
          }
        : Number(status) >= 400
          ? { content: problem }
          : answer.contentType
            ? { content: { [answer.contentType]: { schema: { type: 'string' } } } }
            : {}),
    },
  ]);
  return {
    ...Object.fromEntries(
      problemsOf(declaration).map((status) => [status, { description: titleOf(status), content: problem }]),
    ),
    ...Object.fromEntries(answers),
  };
};

const operation = (url: string, declaration: RouteDeclaration, components: Components): Json => ({
  summary: declaration.summary,
  ...(declaration.access === 'public'
    ? { security: [] }
    : { description: `Roles: ${declaration.access.join(', ')}.`, security: [{ key: [] }] }),
  parameters: [
    ...pathParameters(url, declaration),
    ...queryParameters(declaration, components),
    ...headerParameters(declaration),
  ],
  ...(declaration.body
    ? {
        requestBody: {
          required: true,
          content: Object.fromEntries(
            Object.entries(declaration.body).map(([type, schema]) => [
              type,
              { schema: schemaOf(schema, 'input', components) },
            ]),
          ),
        },
      }
    : {}),
  responses: responses(declaration, components),
});

/** The OpenAPI 3.1 document, made from what the routes declare and nothing else. */
export const openApiDocument = (paths: KnownPaths): Json => {
  const components: Components = { schemas: {} };
  schemaOf(z.strictObject({ problem: problemShape }), 'output', components);
  const items: Record<string, Json> = {};
  for (const { url, method, declaration } of paths.all()) {
    const path = url.replaceAll(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}');
    items[path] = {
      ...items[path],
      [method.toLowerCase()]: operation(url.replace(/\*$/, ':path'), declaration, components),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Xudai, registry of bank lending to small firms',
      version: '1',
      description: 'Event-sourced: every accepted report is a fact, kept for ever, in order.',
    },
    paths: items,
    components: {
      schemas: components.schemas,
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'xk_{keyId}_{secret}' } },
    },
  };
};
