import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** A JSON Schema, or a part of one. */
export type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNull = (schema: unknown): boolean =>
  isObject(schema) && schema.type === 'null' && Object.keys(schema).length === 1;

/** A union of schemas with different primitive types becomes one schema with a list of types. */
const oneOfTypes = ({ anyOf, ...rest }: Json): Json | undefined => {
  const parts = Array.isArray(anyOf) ? (anyOf as Json[]) : [];
  const types = parts.map(({ type }) => type);
  const areDistinct = types.every((type) => typeof type === 'string') && new Set(types).size === types.length;
  return parts.length > 1 && areDistinct
    ? { ...Object.assign({}, ...parts), ...rest, type: types }
    : undefined;
};

/** A union of `null` and one other schema becomes a list of types, or `oneOf` where the other is a reference. */
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

/** A tuple becomes a list with one item schema: many generators do not know `prefixItems`. */
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

/**
 * A union of objects without a common member becomes one object with all members optional: generators make an empty type of such a union.
 */
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

/** Gives enumerations of whole numbers the type integer, and `format: int64` to integers that are bounded by the safe integers alone. */
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

/** Keywords whose value maps names to schemas; these names are no keywords themselves. */
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

/** Rewrites a schema in the subset of JSON Schema that client generators support. */
export const plainSchema = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plainSchema);
  if (!isObject(value)) return value;
  return integer(tuple(oneObject(nullable(plainMembers(value)))));
};

/** Turns references to `$defs` into references to the document's components. */
const inComponents = (schema: unknown): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;

/** Collects the named schemas of a document from the schemas that refer to them. */
export class Components {
  readonly schemas: Record<string, Json> = {};
  /** Cached: operations share many schemas. */
  private readonly made = { input: new Map<z.ZodType, Json>(), output: new Map<z.ZodType, Json>() };
  private readonly named = new Map<string, string>();

  /** The schema, or a reference to it where it has a name. */
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
