import { describe, expect, it } from '@jest/globals';
import { Reflector } from '@nestjs/core';
import { z } from 'zod';
import { controllers } from '../../registry.module.js';
import type { RouteDeclaration } from '../../http/route-declaration.js';
import { exampleAnswers, exampleBodies } from './example-bodies.js';
import { exampleOf } from './examples.js';
import { Components, type Json } from './schemas.js';

/* What the page for people shows as an example is one: each is held to the schema of the operation. */

const routeConfig = '__fastify_route_config__';

const declarations: readonly RouteDeclaration[] = controllers.flatMap(({ prototype }) =>
  Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const method = (prototype as unknown as Readonly<Record<string, unknown>>)[name];
    const declared =
      typeof method === 'function' ? new Reflector().get<RouteDeclaration>(routeConfig, method) : undefined;
    return declared ? [declared] : [];
  }),
);

const faults = (schema: z.ZodType, value: unknown): readonly string[] => {
  const read = schema.safeParse(value);
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('/')} ${message}`);
};

describe('an example', () => {
  const bodies = declarations.flatMap(({ operationId, body }) =>
    Object.entries(body ?? {}).map(([type, schema]) => ({ operationId, type, schema })),
  );

  it('exists for every answer that is no JSON, except compressed files and pages', () => {
    const others = declarations.filter(({ answers }) =>
      Object.values(answers).some(({ contentType = '' }) =>
        /^text\/(csv|plain|event-stream)/.test(contentType),
      ),
    );
    expect(others.length).toBeGreaterThan(3);
    expect(others.map(({ operationId }) => operationId).filter((each) => !exampleAnswers[each])).toEqual([]);
  });

  it('exists for every body', () => {
    expect(bodies.length).toBeGreaterThan(20);
    const missing = bodies.filter(
      ({ operationId, type }) => exampleBodies[operationId]?.[type] === undefined,
    );
    expect(missing.map(({ operationId, type }) => `${operationId} ${type}`)).toEqual([]);
  });

  it.each(bodies.filter(({ type }) => type !== 'text/csv'))(
    '$operationId takes as $type is taken',
    ({ operationId, type, schema }) => {
      expect(faults(schema, exampleBodies[operationId]?.[type])).toEqual([]);
    },
  );

  it('of an answer matches the schema of the answer', () => {
    const wrong: string[] = [];
    let held = 0;
    for (const { operationId, answers } of declarations)
      for (const { schema, contentType = 'application/json' } of Object.values(answers)) {
        if (!schema || !contentType.includes('json')) continue;
        const components = new Components();
        const example = exampleOf(
          components.of(schema, 'output'),
          components.schemas as Record<string, Json>,
        );
        held += 1;
        wrong.push(...faults(schema, example).map((fault) => `${operationId}: ${fault}`));
      }
    expect(held).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });
});
