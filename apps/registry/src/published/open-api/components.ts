import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Json, plainSchema } from './plain-schema.js';

/** References to the named parts of one schema, as references into the document. */
const inComponents = (schema: unknown): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;

/** The named schemas of a document, gathered from the schemas that use them. */
export class Components {
  readonly schemas: Record<string, Json> = {};

  /** The schema, as a reference where it has a name. */
  of(schema: z.ZodType, io: 'input' | 'output'): Json {
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
    const plain = inComponents(plainSchema(schema));
    const before = this.schemas[name];
    if (before !== undefined && !isDeepStrictEqual(before, plain))
      throw new Error(`Two different schemas are named ${name}.`);
    this.schemas[name] = plain;
  }
}
