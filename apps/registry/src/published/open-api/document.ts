import type { z } from 'zod';
import { problemShape } from '#contract';
import type { KnownPaths } from '../../http/request-path.js';
import type { RouteDeclaration } from '../../http/route-declaration.js';
import { parametersOf } from './parameters.js';
import { problemResponses, responsesOf } from './responses.js';
import { Components, type Json } from './schemas.js';

/** What operations are about, with the beginnings of their paths. */
const subjects = {
  Reports: {
    description: 'What institutions send, what came of it, and what was refused.',
    paths: ['/v1/events', '/v1/submissions', '/v1/refusals', '/v1/statements'],
  },
  Targets: {
    description: 'Programmes, their targets, the measures behind them, and where they stand.',
    paths: ['/v1/programmes', '/v1/measures', '/v1/calendars', '/v1/live', '/v1/anomalies', '/v1/explain'],
  },
  Loans: {
    description: 'Loans, borrowers and indicators as they were reported.',
    paths: ['/v1/loans', '/v1/borrowers', '/v1/indicators'],
  },
  'First-time borrowers': {
    description: 'Claims to first-time borrowers and how they were settled across banks.',
    paths: ['/v1/first-time-borrowers'],
  },
  Bailout: {
    description: 'Bailout programmes, what may be disbursed under them, and what was.',
    paths: ['/v1/bailout'],
  },
  Audit: {
    description: 'The facts as recorded, replays of them, and proofs.',
    paths: ['/v1/facts', '/v1/replays', '/v1/exports', '/v1/evidence', '/log'],
  },
  Administration: {
    description: 'Institutions, keys, lawful codes, and the operation of the registry.',
    paths: ['/v1/institutions', '/v1/keys', '/v1/session', '/v1/usccs', '/v1/operations'],
  },
  Public: {
    description: 'What anybody may read without a key.',
    paths: ['/', '/console', '/healthz', '/readyz', '/openapi.json', '/docs', '/schemas', '/problems'],
  },
} as const satisfies Record<string, { readonly description: string; readonly paths: readonly string[] }>;

const tags = Object.entries(subjects).map(([name, { description }]) => ({ name, description }));

/** @throws when a path belongs nowhere: a new one gets a line above */
const tagOf = (path: string): string => {
  const found = Object.entries(subjects).find(([, { paths }]) =>
    paths.some((beginning) => path === beginning || path.startsWith(`${beginning}/`)),
  );
  if (!found) throw new Error(`${path} has no tag.`);
  return found[0];
};

const bodyOf = ({ body }: RouteDeclaration, components: Components): Json =>
  body
    ? {
        requestBody: {
          required: true,
          content: Object.fromEntries(
            Object.entries(body).map(([type, schema]) => [type, { schema: components.of(schema, 'input') }]),
          ),
        },
      }
    : {};

const isUnbuilt = ({ answers }: RouteDeclaration): boolean => answers[501] !== undefined;

/** Beside the problems a route has an answer, also one that is not given yet. */
const whenBuilt = { 200: { description: 'What the contract says of it, once it is built' } };

const operation = (url: string, method: string, given: RouteDeclaration, components: Components): Json => {
  const declaration = isUnbuilt(given) ? { ...given, answers: { ...whenBuilt, ...given.answers } } : given;
  const { access } = declaration;
  return {
    operationId: declaration.operationId,
    tags: [tagOf(url)],
    summary: declaration.summary,
    description: access === 'public' ? 'No key is needed.' : `Roles: ${access.join(', ')}.`,
    security: access === 'public' ? [] : [{ key: [] }],
    parameters: parametersOf(url, declaration, components),
    ...bodyOf(declaration, components),
    responses: responsesOf(url, method, declaration, components),
  };
};

const info = {
  title: 'Xudai, registry of bank lending to small firms',
  version: '1',
  description: 'Event-sourced: every accepted report is a fact, kept for ever, in order.',
  contact: { name: 'Whoever operates this registry' },
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

/**
 * The OpenAPI 3.1 document, made from what the routes declare, route by route; `more` are named schemas that no route refers to by itself.
 */
export function* openApiDocument(
  paths: KnownPaths,
  more: readonly z.ZodType[],
): Generator<undefined, Json, undefined> {
  const components = new Components();
  for (const schema of [problemShape, ...more]) components.of(schema, 'input');
  const items: Record<string, Json> = {};
  for (const { url, method, declaration } of paths.all()) {
    yield;
    const route = url.replace(/\*$/, ':path');
    const path = route.replaceAll(/:(\w+)/g, '{$1}');
    items[path] = {
      ...items[path],
      [method.toLowerCase()]: operation(route, method, declaration, components),
    };
  }
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/', description: 'This registry' }],
    tags,
    paths: items,
    components: {
      schemas: components.schemas,
      responses: problemResponses,
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'xk_{keyId}_{secret}' } },
    },
  };
}
