import type { FilterExpression } from '#facts';
import { filterValues } from '#keyset';
import { type Cut, type FilterDimension, filteredDimensions } from './cut.js';

// The text of questions about cuts; values travel as parameters only.

const columns: Readonly<Record<FilterDimension, string>> = {
  institution: 'institution',
  district: 'district',
  industry: 'industry',
  size: 'size',
  bailoutProgramme: 'bailout_programme',
};

/** Paths that a target's own filter may look at, as columns. */
const pathColumns: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(columns).map(([dimension, column]) => [`/dimensions/${dimension}`, column]),
  ),
  '/dimensions/kind': 'borrower_kind',
  '/institution': 'institution',
  '/effectiveDate': 'effective_date::text',
};

/** A section letter stands for the section and all its divisions. */
export const isSection = (value: string): boolean => value.length === 1;

/** Numbers the parameters of one question. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

const matches = (dimension: FilterDimension, given: readonly string[], parameters: Parameters): string => {
  const values = filterValues(given) ?? [];
  const any = `${columns[dimension]} = any(${parameters.add(values)}::text[])`;
  if (dimension !== 'industry') return any;
  return `(${any} or left(industry, 1) = any(${parameters.add(values.filter(isSection))}::text[]))`;
};

/** The same answers as the compiled filter: what is absent equals nothing, so that `not` of it holds. */
const expressionSql = (expression: FilterExpression, parameters: Parameters): string => {
  const column = (path: string): string => {
    const found = Object.hasOwn(pathColumns, path) ? pathColumns[path] : undefined;
    if (found === undefined) throw new Error('A target is filtered by a path that is not kept.');
    return found;
  };
  const all = (parts: readonly FilterExpression[], joint: string): string =>
    `(${parts.map((part) => expressionSql(part, parameters)).join(joint)})`;
  if ('and' in expression) return all(expression.and, ' and ');
  if ('or' in expression) return all(expression.or, ' or ');
  if ('not' in expression) return `(not ${expressionSql(expression.not, parameters)})`;
  if ('exists' in expression) return `(${column(expression.exists)} is not null)`;
  if ('in' in expression)
    return `coalesce(${column(expression.in[0])} = any(${parameters.add(expression.in[1])}::text[]), false)`;
  const compared = (path: string, operator: string, value: string | boolean): string =>
    `coalesce(${column(path)} collate "C" ${operator} ${parameters.add(String(value))}::text, false)`;
  if ('eq' in expression) return compared(expression.eq[0], '=', expression.eq[1]);
  if ('gte' in expression) return compared(expression.gte[0], '>=', expression.gte[1]);
  return compared(expression.lte[0], '<=', expression.lte[1]);
};

/** Days of a cut. */
export const spanSql = (
  { from, to }: Pick<Cut, 'from' | 'to'>,
  parameters: Parameters,
  column = 'effective_date',
): string =>
  from === null
    ? `${column} <= ${parameters.add(to)}::date`
    : `${column} between ${parameters.add(from)}::date and ${parameters.add(to)}::date`;

/** Condition on `measure_delta`, or on whatever has its columns and the day in one of its own. */
export const cutSql = (cut: Cut, parameters: Parameters, column = 'effective_date'): string =>
  [
    `computation = ${parameters.add(cut.computation)}::bigint`,
    spanSql(cut, parameters, column),
    ...filteredDimensions(cut.filters).map((dimension) =>
      matches(dimension, cut.filters[dimension] ?? [], parameters),
    ),
    ...(cut.filter === null ? [] : [expressionSql(cut.filter, parameters)]),
  ].join(' and ');
