import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** A JSON Schema, or a part of one. */
export type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNull = (schema: unknown): boolean =>
  isObject(schema) && schema.type === 'null' && Object.keys(schema).length === 1;

/** A union of schemas of one plain type each, all different, as one with a list of types: each keyword is about one of them. */
const oneOfTypes = ({ anyOf, ...rest }: Json): Json | undefined => {
  const parts = Array.isArray(anyOf) ? (anyOf as Json[]) : [];
  const types = parts.map(({ type }) => type);
  const areDistinct = types.every((type) => typeof type === 'string') && new Set(types).size === types.length;
  return parts.length > 1 && areDistinct
    ? { ...Object.assign({}, ...parts), ...rest, type: types }
    : undefined;
};

/** `null` beside one other schema: a list of types where it has one, and one of two where it is named elsewhere. */
const nullable = ({ anyOf, ...rest }: Json): Json => {
  if (!Array.isArray(anyOf)) return anyOf === undefined ? rest : { ...rest, anyOf };
  const others = anyOf.filter((each) => !isNull(each)) as Json[];
  const only = others[0] && (oneOfTypes(others[0]) ?? others[0]);
  if (others.length === anyOf.length || !only) return { ...rest, anyOf };
  if (others.length > 1) return { ...rest, oneOf: anyOf };
  if (typeof only.type !== 'string' && !Array.isArray(only.type))
    return { ...rest, oneOf: [only, { type: 'null' }] };
  return {
    ...only,
    ...rest,
    type: [only.type, 'null'].flat(),
    ...(Array.isArray(only.enum) ? { enum: [...only.enum, null] } : {}),
  };
};

/** A list of fixed length: who reads 3.1 in part only knows lists of one schema. */
const tuple = ({ prefixItems, items, ...rest }: Json): Json => {
  if (!Array.isArray(prefixItems)) return { ...rest, ...(items === undefined ? {} : { items }) };
  const isText = prefixItems.every((each) => isObject(each) && each.type === 'string');
  const length = { minItems: prefixItems.length, maxItems: prefixItems.length };
  return { ...rest, items: isText ? { type: 'string' } : {}, ...length };
};

interface Variant extends Json {
  readonly properties: Json;
  readonly required?: readonly string[];
}

const isClosedObject = (schema: unknown): schema is Variant =>
  isObject(schema) &&
  schema.type === 'object' &&
  schema.additionalProperties === false &&
  isObject(schema.properties);

/** One of several objects that share no member: an object that has some of the members, since a union would come out as nothing. */
const oneObject = ({ anyOf, ...rest }: Json): Json => {
  if (!Array.isArray(anyOf) || !anyOf.every(isClosedObject))
    return anyOf === undefined ? rest : { ...rest, anyOf };
  const names = anyOf.map(({ properties }) => Object.keys(properties));
  if (new Set(names.flat()).size < names.flat().length) return { ...rest, anyOf };
  return {
    ...rest,
    type: 'object',
    properties: Object.assign({}, ...anyOf.map(({ properties }) => properties)) as Json,
    minProperties: Math.min(...anyOf.map(({ required = [] }) => required.length)),
    maxProperties: Math.max(...names.map(({ length }) => length)),
    additionalProperties: false,
  };
};

const longest = Number.MAX_SAFE_INTEGER;

/** Whole numbers say that they are; one that has no bounds of its own is a long one. */
const integer = (schema: Json): Json => {
  const { enum: words, minimum, maximum, ...rest } = schema;
  if (schema.type === 'number' && Array.isArray(words) && words.every(Number.isInteger))
    return { ...rest, type: 'integer', enum: words };
  if (schema.type !== 'integer' && !(Array.isArray(schema.type) && schema.type.includes('integer')))
    return schema;
  const bounds = {
    ...(minimum === -longest ? {} : { minimum }),
    ...(maximum === longest ? {} : { maximum }),
  };
  return { ...rest, ...bounds, ...(maximum === longest ? { format: 'int64' } : {}) };
};

/** Members whose values are schemas by name, in which a name is no keyword. */
const byName = new Set(['properties', 'patternProperties', 'dependentSchemas']);

const plainMembers = (schema: Json): Json =>
  Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      byName.has(keyword) && isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainSchema(each)]))
        : plainSchema(value),
    ]),
  );

/**
 * The same schema in words that every generator of clients knows: no union with null where a list of types says it, no `items: false`,
 * whole numbers as such.
 */
export const plainSchema = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plainSchema);
  if (!isObject(value)) return value;
  return integer(tuple(oneObject(nullable(plainMembers(value)))));
};

/** References to the named parts of one schema, as references into the document. */
const inComponents = (schema: unknown): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;

/** The named schemas of a document, gathered from the schemas that use them. */
export class Components {
  readonly schemas: Record<string, Json> = {};
  /** Many operations share a schema, and very many a named part. */
  private readonly made = { input: new Map<z.ZodType, Json>(), output: new Map<z.ZodType, Json>() };
  private readonly named = new Map<string, string>();

  /** The schema, as a reference where it has a name. */
  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const before = this.made[io].get(schema);
    if (before) return before;
    const made = this.make(schema, io);
    this.made[io].set(schema, made);
    return made;
  }

  private make(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _dialect,
      $defs = {},
      ...body
    } = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      io,
      unrepresentable: 'any',
    }) as Json & { readonly $defs?: Record<string, Json> };
    for (const [name, named] of Object.entries($defs)) this.add(name, named);
    return inComponents(plainSchema(body));
  }

  private add(name: string, named: Json): void {
    const { id: _, ...schema } = named;
    const text = JSON.stringify(schema);
    const before = this.named.get(name);
    if (before === text) return;
    const plain = inComponents(plainSchema(schema));
    if (before !== undefined && !isDeepStrictEqual(this.schemas[name], plain))
      throw new Error(`Two different schemas are named ${name}.`);
    this.named.set(name, text);
    this.schemas[name] = plain;
  }
}
