import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { instantMs, isBusinessDate, isInstant } from '#calendar';
import { canonicalJson, sha256Hex } from '#canonical-json';
import { borrowerSize } from '#contract';
import type { FilterDimension } from '#figures';

/*
 * A cursor belongs to its question (3.3): it carries a short digest of the list and its filters before the key to go on after, so
 * that with other filters, or on another list, it is told to be wrong rather than answered with a page of something else. How many
 * are asked for at a time is no part of the question. The digest is no seal: what the key holds is checked by who reads it.
 */

type Question = Pick<FastifyRequest, 'params' | 'query' | 'routeOptions'>;

/** Enough to tell questions apart by accident; nobody gains by a collision. */
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

/*
 * What a parameter is to whoever reads the OpenAPI document stands beside the check as `query` where the two differ: here all that
 * comes is text.
 */

/** A value that a list is narrowed by. PostgreSQL holds no NUL. */
const filterText = z
  .string()
  .min(1)
  .max(400)
  .refine((value) => !value.includes('\0'), 'must be text without NUL');

/** Given once or several times; an array either way. Of words, another one is a mistake, and no page without a line. */
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

/** The place of a fact in the order. */
export const seq = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'must be a whole number from 1 on')
  .transform(Number)
  .exactOptional()
  .meta({ query: { type: 'integer', format: 'int64', minimum: 1 } });

/** Months in which something counts. */
export const months = repeatableOf(
  z.string().regex(/^(19|[2-9]\d)\d{2}-(0[1-9]|1[0-2])$/, 'must be a month YYYY-MM from 1900-01'),
);

/** In UTC the first year that PostgreSQL counts forward from. */
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
 * A span that begins after its end is a slip, and no answer without a line. Its bounds are compared as they are, unless told what of them
 * is.
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
      // What is no day or seq at all has been told, and is not compared.
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

/** A place in the order: the place itself, or the instant up to which facts were recorded. */
export type KnownAt = { readonly seq: number } | { readonly instantMs: number };

const place = /^[1-9]\d{0,14}$/;

/** The seq of a fact, or an instant. */
const isKnownAt = (text: string): boolean =>
  place.test(text) || (isInstant(text) && instantMs(text) >= earliestMs);

const knownAtOf = (text: string): KnownAt =>
  place.test(text) ? { seq: Number(text) } : { instantMs: instantMs(text) };

const placeOrInstant = 'must be a seq from 1 on or an RFC 3339 instant';

/** What was known. */
const knownAt = z.string().refine(isKnownAt, placeOrInstant).transform(knownAtOf).exactOptional();

/** The same as a member of a body, where a seq may be a number. */
export const knownAtMember = z.union([
  z.int().min(1),
  z.string().min(1).max(64).refine(isKnownAt, placeOrInstant),
]);

export const knownAtOfMember = (given: z.infer<typeof knownAtMember>): KnownAt =>
  typeof given === 'number' ? { seq: given } : knownAtOf(given);

/** The two time axes of a figure. */
export const axes = { effectiveAsOf: day, knownAt };

/** Of a definition, from 1 on: the figure is computed with this one, whenever it was recorded, in place of the one in force. */
export const version = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1 on')
  .transform(Number)
  .exactOptional()
  .meta({ query: { type: 'integer', minimum: 1, maximum: 999_999_999 } });

/** Parameters of the contract that are not built, but on the routes that declare them: they answer 501, never a wrong figure. */
export const notBuiltParameters = ['knownAt'] as const;
