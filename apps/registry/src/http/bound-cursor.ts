import type { FastifyRequest } from 'fastify';
import { canonicalJson, sha256Hex } from '#canonical-json';

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
