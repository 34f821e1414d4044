import type { FilterExpression } from '#facts';
import { filterValues, type Parameters } from '#keyset';
import type { Cut } from './cut.js';
import {
  columnOf,
  type FilterDimension,
  filteredDimensions,
  isSection,
  rollUpKeysAsked,
} from './dimensions.js';
import { type FilterBackEnd, readFilter } from './filter-expression.js';
import { keptColumn } from './measured-document.js';

// Cuts as the text of conditions; values travel as parameters only.

const columnAt = (path: string): string => {
  const column = keptColumn(path);
  if (column === undefined) throw new Error('A target is filtered by a path that is not kept.');
  return column;
};

const inSql = (parameters: Parameters): FilterBackEnd<string> => ({
  and: (parts) => `(${parts.join(' and ')})`,
  or: (parts) => `(${parts.join(' or ')})`,
  not: (part) => `(not ${part})`,
  exists: (path) => `(${columnAt(path)} is not null)`,
  equals: (path, values) => `coalesce(${columnAt(path)} = ${parameters.anyOf(values.map(String))}, false)`,
  compares: (path, value, form) =>
    `coalesce(${columnAt(path)} collate "C" ${form === 'gte' ? '>=' : '<='} ${parameters.add(value)}::text, false)`,
});

/** A target's own filter: passes the same quantities as the compiled one. What is absent equals nothing, so that `not` of it holds. */
const filterSql = (expression: FilterExpression, parameters: Parameters): string =>
  readFilter(expression, inSql(parameters));

const narrowedSql = (
  dimension: FilterDimension,
  given: readonly string[],
  parameters: Parameters,
): string => {
  const values = filterValues(given) ?? [];
  const matches = `${columnOf(dimension)} = ${parameters.anyOf(values)}`;
  if (dimension !== 'industry') return matches;
  return `(${matches} or left(industry, 1) = ${parameters.anyOf(values.filter(isSection))})`;
};

/** Days of a cut. */
const spanSql = (
  { from, to }: Pick<Cut, 'from' | 'to'>,
  parameters: Parameters,
  column = 'effective_date',
): string =>
  from === null
    ? `${column} <= ${parameters.add(to)}::date`
    : `${column} between ${parameters.add(from)}::date and ${parameters.add(to)}::date`;

/** The condition of a cut of whatever measure. */
export const withinSql = (
  cut: Omit<Cut, 'computation'>,
  parameters: Parameters,
  column = 'effective_date',
): string =>
  [
    spanSql(cut, parameters, column),
    ...filteredDimensions(cut.filters).map((dimension) =>
      narrowedSql(dimension, cut.filters[dimension] ?? [], parameters),
    ),
    ...(cut.filter === null ? [] : [filterSql(cut.filter, parameters)]),
  ].join(' and ');

/** Condition on `measure_delta`, or on whatever has its columns and the day in one of its own. */
export const cutSql = (cut: Cut, parameters: Parameters, column?: string): string =>
  `computation = ${parameters.add(cut.computation)}::bigint and ${withinSql(cut, parameters, column)}`;

/** Condition on the sums by day: the rows that make up a cut by at most one dimension. */
export const rollUpRowsSql = ({ filters }: Pick<Cut, 'filters'>, parameters: Parameters): string => {
  const keys = rollUpKeysAsked(filters);
  const named = [...new Set(keys.map(({ dimension }) => dimension))].map((dimension) => {
    const values = keys.filter((key) => key.dimension === dimension).map(({ value }) => value);
    return `(dimension = '${dimension}' and value = ${parameters.anyOf(values)})`;
  });
  return `(${named.join(' or ') || 'false'})`;
};
