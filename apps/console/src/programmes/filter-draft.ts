import type { FilterExpression } from '#facts';
import type { Paths } from './countable.js';

/** One condition as it is filled in; `values` of `in` have commas between them. */
export interface Condition {
  readonly path: string;
  readonly form: 'eq' | 'in' | 'gte' | 'lte' | 'exists';
  readonly isNegated: boolean;
  readonly values: string;
}

/** Conditions of which all have to hold, or any; what is more than that is written as JSON. */
export type FilterDraft =
  | { readonly kind: 'conditions'; readonly join: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'json'; readonly text: string };

export const noFilter: FilterDraft = { kind: 'conditions', join: 'and', conditions: [] };

export const newCondition: Condition = { path: '', form: 'eq', isNegated: false, values: '' };

const listed = (text: string): readonly string[] =>
  text
    .split(/[,\uff0c、]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');

const plain = ({ path, form, values }: Condition, paths: Paths): FilterExpression => {
  const value = values.trim();
  switch (form) {
    case 'exists':
      return { exists: path };
    case 'in':
      return { in: [path, [...listed(values)]] };
    case 'eq':
      return { eq: [path, paths[path] === 'boolean' ? value === 'true' : value] };
    case 'gte':
      return { gte: [path, value] };
    case 'lte':
      return { lte: [path, value] };
  }
};

/** What a condition lacks, or has that its path cannot hold. */
export type Lack = 'path' | 'value' | 'truth';

/** Undefined: it is whole. */
export const lackOf = ({ path, form, values }: Condition, paths: Paths): Lack | undefined => {
  if (path === '') return 'path';
  if (form === 'exists') return undefined;
  if (listed(values).length === 0) return 'value';
  const isTruth = form === 'eq' && paths[path] === 'boolean';
  return isTruth && !['true', 'false'].includes(values.trim()) ? 'truth' : undefined;
};

const isJson = (text: string): boolean => {
  try {
    return text.trim() === '' || JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
};

/** Whether all that is filled in says something: nothing of it may be left out unnoticed. */
export const isWhole = (draft: FilterDraft, paths: Paths): boolean =>
  draft.kind === 'json'
    ? isJson(draft.text)
    : draft.conditions.every((condition) => lackOf(condition, paths) === undefined);

/** Null: everything counts. @throws SyntaxError where it is not whole */
export const expressionOf = (draft: FilterDraft, paths: Paths): FilterExpression | null => {
  if (draft.kind === 'json')
    return draft.text.trim() === '' ? null : (JSON.parse(draft.text) as FilterExpression);
  if (!isWhole(draft, paths)) throw new SyntaxError('A condition is not complete.');
  const parts = draft.conditions.map((condition): FilterExpression => {
    const expression = plain(condition, paths);
    return condition.isNegated ? { not: expression } : expression;
  });
  const [only] = parts;
  if (!only) return null;
  if (parts.length === 1) return only;
  return draft.join === 'and' ? { and: parts } : { or: parts };
};

const conditionOf = (expression: FilterExpression, isNegated = false): Condition | undefined => {
  if ('not' in expression) return isNegated ? undefined : conditionOf(expression.not, true);
  if ('exists' in expression) return { path: expression.exists, form: 'exists', isNegated, values: '' };
  if ('in' in expression)
    return { path: expression.in[0], form: 'in', isNegated, values: expression.in[1].join(', ') };
  if ('eq' in expression)
    return { path: expression.eq[0], form: 'eq', isNegated, values: String(expression.eq[1]) };
  if ('gte' in expression)
    return { path: expression.gte[0], form: 'gte', isNegated, values: expression.gte[1] };
  if ('lte' in expression)
    return { path: expression.lte[0], form: 'lte', isNegated, values: expression.lte[1] };
  return undefined;
};

const asJson = (expression: FilterExpression): FilterDraft => ({
  kind: 'json',
  text: JSON.stringify(expression, null, 2),
});

/** A value with a comma in it would be two. */
const isListable = (expression: FilterExpression): boolean =>
  !('in' in expression) || expression.in[1].every((value) => listed(value).length === 1);

/** A definition that stands, to be amended. */
export const draftOfFilter = (expression: FilterExpression | null): FilterDraft => {
  if (expression === null) return noFilter;
  const join = 'or' in expression ? 'or' : 'and';
  const parts = 'and' in expression ? expression.and : 'or' in expression ? expression.or : [expression];
  const conditions = parts.map((part) => (isListable(part) ? conditionOf(part) : undefined));
  return conditions.every((each) => each !== undefined)
    ? { kind: 'conditions', join, conditions: conditions as readonly Condition[] }
    : asJson(expression);
};

/** The same, to be written by hand. */
export const jsonOfFilter = (draft: FilterDraft, paths: Paths): FilterDraft => {
  if (draft.kind === 'json') return draft;
  const expression = expressionOf(draft, paths);
  return expression === null ? { kind: 'json', text: '' } : asJson(expression);
};
