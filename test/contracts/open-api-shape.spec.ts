import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* What generators of clients and linters ask of the document, of every part of it. */

type Json = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Json;
  readonly description?: string;
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly $ref?: string }>>;
}

interface Document {
  readonly info: Json;
  readonly servers: readonly Json[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Json>>;
    readonly responses: Readonly<Record<string, { readonly headers?: Json }>>;
  };
}

/** Every object in it, with where it stands. */
const partsOf = (value: unknown, at = '#'): readonly (readonly [string, Json])[] => {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([name, each]) => partsOf(each, `${at}/${name}`));
  return Array.isArray(value) ? below : [[at, value as Json], ...below];
};

describe('the OpenAPI document', () => {
  let registry: RunningRegistry;
  let document: Document;
  let operations: readonly (readonly [string, Operation])[];

  beforeAll(async () => {
    registry = await runningRegistry();
    document = (await registry.ask('get', '/openapi.json', { key: null })).body;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
    );
  });

  afterAll(() => registry.close());

  /** Places where a part of the document is like that. */
  const where = (isLike: (part: Json) => boolean): readonly string[] =>
    partsOf(document)
      .filter(([, part]) => isLike(part))
      .map(([at]) => at);

  const includesNull = (either: unknown): boolean =>
    Array.isArray(either) && either.some((each: Json) => each.type === 'null');

  it('says who publishes it, under which licence, where it is served', () => {
    expect(document.info).toMatchObject({
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      contact: expect.anything(),
    });
    expect(document.servers).toEqual([expect.objectContaining({ url: '/' })]);
  });

  it('every operation has an id of its own in camelCase, one declared tag and a description', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(ids.filter((id) => !/^[a-z][A-Za-z]+$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set(document.tags.map(({ name }) => name));
    expect(document.tags.every(({ description }) => description.length > 0)).toBe(true);
    expect(operations.filter(([, { tags: its }]) => its.length !== 1 || !tags.has(String(its[0])))).toEqual(
      [],
    );
    expect(operations.filter(([, { description }]) => !description)).toEqual([]);
  });

  it('has no word that generators do not know', () => {
    expect(where(({ items }) => items === false || items === true)).toEqual([]);
    expect(where((part) => 'prefixItems' in part)).toEqual([]);
    expect(where(({ anyOf }) => includesNull(anyOf))).toEqual([]);
    expect(where(({ oneOf }) => includesNull(oneOf) && !(oneOf as Json[])[0]?.$ref)).toEqual([]);
    expect(where(({ type, items }) => type === 'array' && typeof items !== 'object')).toEqual([]);
    expect(where((part) => '$defs' in part || '$schema' in part)).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('9007199254740991');
  });

  it('every reference leads somewhere', () => {
    const pointers = partsOf(document).flatMap(([, { $ref, discriminator }]) => [
      ...(typeof $ref === 'string' ? [$ref] : []),
      ...Object.values((discriminator as { readonly mapping?: Record<string, string> })?.mapping ?? {}),
    ]);
    const at = (pointer: string): unknown =>
      pointer
        .split('/')
        .slice(1)
        .reduce<unknown>((part, step) => (part as Json | undefined)?.[step], document);
    expect(pointers.filter((pointer) => at(pointer) === undefined)).toEqual([]);
  });

  it('parameters are named, lists are lists, numbers numbers', () => {
    const parameters = operations.flatMap(([at, { parameters: its }]) =>
      its.map((each) => ({ at, ...each })),
    );
    expect(parameters.filter(({ name }) => !/^[A-Za-z][A-Za-z0-9-]*$/.test(name))).toEqual([]);
    expect(parameters.filter(({ schema }) => 'anyOf' in schema || 'query' in schema)).toEqual([]);
    const schemaOf = (id: string, name: string): Json | undefined =>
      parameters.find((each) => each.at === id && each.name === name)?.schema;
    expect(schemaOf('get /v1/loans', 'limit')).toMatchObject({ type: 'integer', minimum: 1, maximum: 1_000 });
    expect(schemaOf('get /v1/loans', 'status')).toMatchObject({ type: 'array' });
    expect(schemaOf('get /v1/facts', 'from')).toMatchObject({ type: 'integer', minimum: 1 });
    expect(schemaOf('post /v1/events', 'ce-id')).toMatchObject({ type: 'string' });
    expect(schemaOf('post /v1/events', 'dryRun')).toMatchObject({ type: 'boolean' });
  });

  it('each type of report is named, and told by its type', () => {
    const { Report: report } = document.components.schemas;
    const { mapping = {} } = (report?.discriminator ?? {}) as {
      readonly mapping?: Readonly<Record<string, string>>;
    };
    expect(Object.keys(mapping)).toContain('xudai.loan.written-off.v1');
    expect(mapping['xudai.loan.issued.v1']).toBe('#/components/schemas/LoanIssuedReport');
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Problem', 'Basis', 'Loan', 'Claim', 'LoanList', 'LoanIssuedData']),
    );
  });

  it('says what each may fail with, and what is told beside that', () => {
    const withoutKey = operations.filter(([, { description }]) => description === 'No key is needed.');
    const statuses = (operation: Operation): readonly string[] => Object.keys(operation.responses);
    for (const [, operation] of operations)
      expect(statuses(operation)).toEqual(
        expect.arrayContaining(['400', '405', '408', '413', '415', '500', '503']),
      );
    // Signing in needs no key in front; what it is tried with may be none.
    expect(operations.filter(([, each]) => !statuses(each).includes('401'))).toEqual(
      withoutKey.filter(([, { operationId }]) => operationId !== 'beginSession'),
    );
    const awaiting = operations.filter(([, { parameters }]) =>
      parameters.some(({ name }) => name === 'Await-Position'),
    );
    expect(awaiting.length).toBeGreaterThan(10);
    expect(awaiting.filter(([, each]) => !statuses(each).includes('504'))).toEqual([]);
    // One header is on every answer.
    const headersOf = (name: string): readonly string[] =>
      Object.keys(document.components.responses[name]?.headers ?? {}).filter(
        (header) => header !== 'X-Content-Type-Options',
      );
    expect(headersOf('Unauthenticated')).toEqual(['WWW-Authenticate']);
    expect(headersOf('MethodNotAllowed')).toEqual(['Allow']);
    expect(headersOf('Unavailable')).toEqual(['Retry-After']);
  });
});
