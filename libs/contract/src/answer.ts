import { z } from 'zod';

// What all answers are made of (3.3). Quantities are decimal strings, instants UTC with three decimals, absent knowledge is null.

/** Readonly all the way down: an answer is handed on through the registry and changed nowhere. */
type DeepReadonly<Value> = Value extends object
  ? [keyof Value] extends [never]
    ? Value
    : { readonly [Member in keyof Value]: DeepReadonly<Value[Member]> }
  : Value;

/**
 * The type of what a shape describes: the result of the query, what the route's method returns, what a client gets. Shapes are not
 * made `.readonly()` for that, since the published document would say of every member that nobody may send it.
 */
export type AnswerOf<Shape extends z.ZodType> = DeepReadonly<z.output<Shape>>;

export const money = z.string().regex(/^-?(0|[1-9]\d*)\.\d{2}$/);
/** Money, a count, or a ratio. */
export const decimal = z.string().regex(/^-?(0|[1-9]\d*)(\.\d+)?$/);
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .meta({ format: 'date-time' });
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ format: 'date' });
export const names = z.strictObject({ zh: z.string(), en: z.string() }).meta({ id: 'Names' });

/** Position of the fact that an administrative request recorded; null when it changed nothing. */
export const position = z.string().nullable();

/** What an answer rests on. */
export const basisShape = z
  .strictObject({
    seq: z.int(),
    recordedAt: instant.nullable(),
    effectiveAsOf: day,
    knownAt: z.int(),
    definitions: z.int().nullable(),
    parked: z.int(),
    lagMs: z.int(),
    treeSize: z.null(),
    root: z.null(),
  })
  .meta({ id: 'Basis' });

export type Basis = AnswerOf<typeof basisShape>;

/** What an answer as known at a place in the order rests on: nothing that changes afterwards. */
const knownBasisShape = basisShape
  .omit({ lagMs: true, treeSize: true, root: true })
  .meta({ id: 'KnownBasis' });

/** Of a figure: with `knownAt` the second. */
export const figureBasisShape = z.union([basisShape, knownBasisShape]);

export type FigureBasis = AnswerOf<typeof figureBasisShape>;

/** What a query finds of an answer: all but the basis, which the registry adds where it answers. */
export type WithoutBasis<Answer extends { readonly basis: FigureBasis }> = Omit<Answer, 'basis'>;

/** A page of them, named after what it lists. */
export const listOf = <Item extends z.ZodType>(item: Item) => {
  const { id } = z.globalRegistry.get(item) ?? {};
  if (id === undefined) throw new Error('What is listed has no name.');
  return z
    .strictObject({ basis: basisShape, items: z.array(item), next: z.string().nullable() })
    .meta({ id: `${id}List` });
};

/** RFC 9457; `errors` say what is wrong where, as a JSON pointer into the body or `?name` of a query parameter. */
export const problemShape = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    rule: z.string().exactOptional(),
    detail: z.string().exactOptional(),
    outcome: z.enum(['recorded', 'not-recorded', 'unknown']).exactOptional(),
    retryable: z.boolean().exactOptional(),
    position: z.string().exactOptional(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), rule: z.string().exactOptional(), message: z.string() }))
      .exactOptional(),
    later: z
      .array(z.strictObject({ reportId: z.string(), revision: z.int(), rule: z.string() }))
      .exactOptional()
      .meta({ description: 'COR-R02: later reports of the same stream that would break a rule' }),
    ended: z
      .enum(['key', 'session'])
      .exactOptional()
      .meta({ description: 'What let the caller in before and is not valid any more' }),
  })
  .meta({ id: 'Problem' });

export type ProblemDocument = AnswerOf<typeof problemShape>;
