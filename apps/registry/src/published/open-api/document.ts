import type { z } from 'zod';
import { problemShape } from '#contract';
import type { KnownPaths } from '../../http/known-paths.js';
import type { RouteDeclaration } from '../../http/route.js';
import { Components } from './components.js';
import { parametersOf } from './parameters.js';
import type { Json } from './plain-schema.js';
import { problemResponses, responsesOf } from './responses.js';
import { tagOf, tags } from './tags.js';

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

/** The OpenAPI 3.1 document, made from what the routes declare; `beside` are named schemas that no route refers to by itself. */
export const openApiDocument = (paths: KnownPaths, more: readonly z.ZodType[]): Json => {
  const components = new Components();
  for (const schema of [problemShape, ...more]) components.of(schema, 'input');
  const items: Record<string, Json> = {};
  for (const { url, method, declaration } of paths.all()) {
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
};
