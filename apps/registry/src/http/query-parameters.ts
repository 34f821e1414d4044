import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { instantMs, isBusinessDate, isInstant } from '#calendar';
import { canonicalJson, sha256Hex } from '#canonical-json';
import { borrowerSize } from '#contract';
import type { FilterDimension } from '#figures';

/*
 * A cursor is bound to its list and filters (3.3): a short digest of them precedes the key after which the page begins. With other filters
 * or on another list it is refused, instead of answered with a page of something else. The page size is not part of the digest. The digest
 * is no signature: the query that reads the key checks it.
 */

type Question = Pick<FastifyRequest, 'params' | 'query' | 'routeOptions'>;

/** Guards against mistakes, not attacks: a collision gains nothing. */
const digestLength = 16;

const filterValues = (value: unknown): readonly unknown[] => [...new Set([value].flat())].sort();

const filtersOf = ({ query }: Question): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries(
    Object.entries(query as Readonly<Record<string, unknown>>)
      .filter(([name]) => name !== 'cursor' && name !== 'limit')
      .map(([name, value]) => [name, filterValues(value)]),
  );

const digestOfQuestion = (question: Question): string =>
  sha256Hex(
    canonicalJson({
      route: question.routeOptions.url,
      params: question.params,
      filters: filtersOf(question),
    }),
  ).slice(0, digestLength);

/** The cursor for the page after this key of the list. */
export const boundCursor = (question: Question, key: string): string =>
  `${digestOfQuestion(question)}.${key}`;

/** The key in a cursor; undefined when the cursor is none of this list with these filters. */
export const keyInCursor = (question: Question, cursor: string): string | undefined => {
  const prefix = `${digestOfQuestion(question)}.`;
  return cursor.startsWith(prefix) ? cursor.slice(prefix.length) : undefined;
};

/* Every parameter arrives as text. Where the OpenAPI document shows another type, its schema is in the meta member `query`. */

/** A value of a filter. PostgreSQL cannot store NUL. */
const filterText = z
  .string()
  .min(1)
  .max(400)
  .refine((value) => !value.includes('\0'), 'must be text without NUL');

/** A parameter that may be given several times; parsed to an array. A value outside an enumeration is an error, not an empty page. */
export const repeatableOf = (item: z.ZodType<string, string>) =>
  z
    .union([item, z.array(item).max(100)])
    .transform((value): readonly string[] => (typeof value === 'string' ? [value] : value))
    .exactOptional();

export const repeatable = repeatableOf(filterText);

/** A calendar day. */
export const day = z
  .string()
  .refine((value) => isBusinessDate(value), 'must be a calendar day YYYY-MM-DD')
  .meta({ format: 'date' })
  .exactOptional();

/** The seq of a fact. */
export const seq = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'must be a whole number from 1 on')
  .transform(Number)
  .exactOptional()
  .meta({ query: { type: 'integer', format: 'int64', minimum: 1 } });

/** A filter by months. */
export const months = repeatableOf(
  z.string().regex(/^(19|[2-9]\d)\d{2}-(0[1-9]|1[0-2])$/, 'must be a month YYYY-MM from 1900-01'),
);

/** The earliest instant that PostgreSQL stores without an era, in UTC. */
const earliestMs = Date.parse('0001-01-01T00:00:00.000Z');

/** A calendar day, or an instant of the years 0001 to 9999 in UTC. */
export const dayOrInstant = z
  .string()
  .refine(
    (value) => isBusinessDate(value) || (isInstant(value) && instantMs(value) >= earliestMs),
    'must be a day or an RFC 3339 instant',
  )
  .exactOptional();

type Bound = string | number;

/**
 * Refuses a `from` after its `to`, which is a mistake, instead of answering an empty page. `comparedAs` maps the bounds where text order is
 * wrong.
 */
export const inOrder = <Query extends z.ZodObject>(
  query: Query,
  comparedAs: { readonly from: (from: Bound) => Bound; readonly to: (to: Bound) => Bound } = {
    from: (from) => from,
    to: (to) => to,
  },
): Query =>
  query.refine(
    (asked) => {
      const { from, to } = asked as { readonly from?: Bound; readonly to?: Bound };
      return from === undefined || to === undefined || comparedAs.from(from) <= comparedAs.to(to);
    },
    {
      path: ['from'],
      message: 'must not be after `to`',
      // Malformed bounds have been reported already.
      when: ({ issues }) => issues.length === 0,
    },
  );

/** Keyset pages: 100 by default, 1,000 at most. */
export const paging = {
  limit: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a whole number from 1 to 1000')
    .transform(Number)
    .refine((limit) => limit <= 1_000, 'must be at most 1000')
    .exactOptional()
    .meta({ query: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 } }),
  cursor: z.string().min(1).max(2_000).exactOptional(),
};

/** The dimensions that figures and lists can be narrowed by. */
export const dimensions = {
  institution: repeatable,
  district: repeatable,
  industry: repeatable,
  size: repeatableOf(borrowerSize),
  bailoutProgramme: repeatable,
} satisfies Readonly<Record<FilterDimension, z.ZodType>>;

/** The point up to which facts are known: a seq, or an instant of recording. */
export type KnownAt = { readonly seq: number } | { readonly instantMs: number };

const place = /^[1-9]\d{0,14}$/;

/** The seq of a fact, or an instant. */
const isKnownAt = (text: string): boolean =>
  place.test(text) || (isInstant(text) && instantMs(text) >= earliestMs);

const knownAtOf = (text: string): KnownAt =>
  place.test(text) ? { seq: Number(text) } : { instantMs: instantMs(text) };

const placeOrInstant = 'must be a seq from 1 on or an RFC 3339 instant';

const knownAt = z.string().refine(isKnownAt, placeOrInstant).transform(knownAtOf).exactOptional();

/** `knownAt` as a member of a body, where a seq may be a number. */
export const knownAtMember = z.union([
  z.int().min(1),
  z.string().min(1).max(64).refine(isKnownAt, placeOrInstant),
]);

export const knownAtOfMember = (given: z.infer<typeof knownAtMember>): KnownAt =>
  typeof given === 'number' ? { seq: given } : knownAtOf(given);

/** The two time axes of a figure. */
export const axes = { effectiveAsOf: day, knownAt };

/** The version of a definition, from 1 on. The figure is computed with it instead of with the version in force. */
export const version = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1 on')
  .transform(Number)
  .exactOptional()
  .meta({ query: { type: 'integer', minimum: 1, maximum: 999_999_999 } });

/** Parameters of the contract that only some routes have built. The others answer 501, and never a wrong figure. */
export const notBuiltParameters = ['knownAt'] as const;
