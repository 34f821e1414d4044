import type { BusinessDate } from '#calendar';
import type { FilterExpression } from '#facts';
import { filterValues, type Parameters } from '#keyset';
import {
  type DimensionFilters,
  type Dimensions,
  filteredDimensions,
  columnOf,
  type FilterDimension,
  isSection,
  rollUpKeysAsked,
} from './dimensions.js';
import { compileFilter, type FilterBackEnd, readFilter } from './filter-expression.js';
import { type KeptDocument, keptColumn } from './measured-document.js';

/** Which quantities make up a figure. */
export interface Cut {
  readonly computation: number;
  /** Null: no beginning. */
  readonly from: BusinessDate | null;
  /** Inclusive; before `from`: nothing. */
  readonly to: BusinessDate;
  readonly filters: DimensionFilters;
  /** The target's own filter; null also where the computation is of a measure narrowed by that filter. */
  readonly filter: FilterExpression | null;
}

/** A cut with a beginning. */
export interface PeriodCut extends Cut {
  readonly from: BusinessDate;
}

/** The members of a quantity that cuts select by. */
interface Quantity {
  readonly computation: number;
  readonly effectiveDate: BusinessDate | null;
  readonly dimensions: Dimensions;
}

/** Whether the cut has no day. */
export const isEmpty = ({ from, to }: Pick<Cut, 'from' | 'to'>): boolean => from !== null && to < from;

/** A target's own filter as a predicate over quantities. */
export const targetFilter = (
  filter: FilterExpression | null,
): ((quantity: Omit<Quantity, 'computation'>) => boolean) => {
  const passes = compileFilter(filter);
  return ({ dimensions, effectiveDate }) => {
    const kept: KeptDocument = { dimensions, effectiveDate, institution: dimensions.institution };
    return passes(kept);
  };
};

/** A predicate: the quantity is within the target's whole period and passes its own filter. No dimension narrows it. */
export const isWithin = ({
  computation,
  from,
  to,
  filter,
}: Omit<PeriodCut, 'filters'>): ((quantity: Quantity) => boolean) => {
  const passes = targetFilter(filter);
  return (quantity) =>
    quantity.computation === computation &&
    quantity.effectiveDate !== null &&
    quantity.effectiveDate >= from &&
    quantity.effectiveDate <= to &&
    passes(quantity);
};

/** Whether roll-ups answer the cut: each is for one dimension at most, and none for a target's filter. */
export const isRolledUp = ({ filters, filter }: Pick<Cut, 'filters' | 'filter'>): boolean =>
  filter === null && filteredDimensions(filters).length <= 1;

/** The same for distinct keys, which are rolled up for each target with its filter. With two values of a dimension a key could count twice. */
export const isRolledUpDistinct = ({ filters }: Pick<Cut, 'filters'>): boolean => {
  const filtered = filteredDimensions(filters);
  return (
    filtered.length === 0 || (filtered.length === 1 && filtered.every((one) => filters[one]?.length === 1))
  );
};

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
