import { isBusinessDate } from '#calendar';
import type { FilterExpression } from '#facts';
import { isMoney } from '#money';
import { type ComparedAs, type Paths, pointerTo } from './measured-document.js';

// Filters are data. What an expression is made of is said once, in `readFilter`; what it comes to is said by a back-end: here a
// function over a document in memory and what is wrong with it, in `cut.ts` the text of a condition.

/** What each form of expression comes to. `equals`: one of the values; `compares`: by size, or by date. */
export interface FilterBackEnd<Result> {
  readonly and: (parts: readonly Result[]) => Result;
  readonly or: (parts: readonly Result[]) => Result;
  readonly not: (part: Result) => Result;
  readonly exists: (path: string) => Result;
  readonly equals: (path: string, values: readonly (string | boolean)[], form: 'eq' | 'in') => Result;
  readonly compares: (path: string, value: string, form: 'gte' | 'lte') => Result;
}

export const readFilter = <Result>(expression: FilterExpression, backEnd: FilterBackEnd<Result>): Result => {
  const read = (part: FilterExpression): Result => readFilter(part, backEnd);
  if ('and' in expression) return backEnd.and(expression.and.map(read));
  if ('or' in expression) return backEnd.or(expression.or.map(read));
  if ('not' in expression) return backEnd.not(read(expression.not));
  if ('exists' in expression) return backEnd.exists(expression.exists);
  if ('eq' in expression) return backEnd.equals(expression.eq[0], [expression.eq[1]], 'eq');
  if ('in' in expression) return backEnd.equals(expression.in[0], expression.in[1], 'in');
  if ('gte' in expression) return backEnd.compares(expression.gte[0], expression.gte[1], 'gte');
  return backEnd.compares(expression.lte[0], expression.lte[1], 'lte');
};

type Test = (document: object) => boolean;

const equals = (found: unknown, value: string | boolean): boolean =>
  Array.isArray(found)
    ? found.includes(value)
    : found === value || (typeof found === 'number' && String(found) === value);

/** An amount with its two decimals, or a count without. */
const numeral = /^(?:0|[1-9]\d{0,14})(?:\.\d{2})?$/;
const day = /^\d{4}-\d{2}-\d{2}$/;

const hundredths = (text: string): bigint =>
  text.includes('.') ? BigInt(text.replace('.', '')) : BigInt(text) * 100n;

const by = <Value>(one: Value, other: Value): number => (one < other ? -1 : Number(one > other));

/**
 * Below zero, zero, above; null when the two have no order. Amounts, counts and whole numbers are ordered by size whatever their
 * form, days by date; as texts "9" would come after "10".
 */
const order = (found: unknown, value: string): number | null => {
  const text = typeof found === 'number' ? String(found) : found;
  if (typeof text !== 'string') return null;
  if (numeral.test(text) && numeral.test(value)) return by(hundredths(text), hundredths(value));
  return day.test(text) && day.test(value) ? by(text, value) : null;
};

const inMemory: FilterBackEnd<Test> = {
  and: (parts) => (document) => parts.every((part) => part(document)),
  or: (parts) => (document) => parts.some((part) => part(document)),
  not: (part) => (document) => !part(document),
  exists: (path) => {
    const at = pointerTo(path);
    return (document) => at(document) !== undefined;
  },
  equals: (path, values) => {
    const at = pointerTo(path);
    return (document) => {
      const found = at(document);
      return values.some((value) => equals(found, value));
    };
  },
  compares: (path, value, form) => {
    const at = pointerTo(path);
    const holds = form === 'gte' ? (found: number) => found >= 0 : (found: number) => found <= 0;
    return (document) => {
      const found = order(at(document), value);
      return found !== null && holds(found);
    };
  },
};

/** Compiled once for a definition, into functions that see nothing but the document. */
export const compileFilter = (expression: FilterExpression | null): Test =>
  expression === null ? () => true : readFilter(expression, inMemory);

/** Why an expression is refused, with a JSON pointer to what is wrong. */
export interface FilterFault {
  readonly reason: 'path-not-whitelisted' | 'value-does-not-fit-path';
  readonly pointer: string;
}

const fits: Readonly<Record<ComparedAs, (value: string | boolean) => boolean>> = {
  word: (value) => typeof value === 'string',
  set: (value) => typeof value === 'string',
  money: (value) => typeof value === 'string' && isMoney(value),
  date: (value) => typeof value === 'string' && isBusinessDate(value),
  integer: (value) => typeof value === 'string' && /^(0|[1-9]\d{0,14})$/.test(value),
  boolean: (value) => typeof value === 'boolean',
};

const ordered: ReadonlySet<ComparedAs> = new Set<ComparedAs>(['money', 'date', 'integer']);

/** The fault of an expression, which is at this pointer. */
type FaultAt = (pointer: string) => FilterFault | null;

const firstFault =
  (form: 'and' | 'or') =>
  (parts: readonly FaultAt[]): FaultAt =>
  (pointer) => {
    for (const [index, part] of parts.entries()) {
      const fault = part(`${pointer}/${form}/${index}`);
      if (fault) return fault;
    }
    return null;
  };

const faultsOver = (paths: Paths): FilterBackEnd<FaultAt> => {
  const kindOf = (path: string): ComparedAs | undefined =>
    Object.hasOwn(paths, path) ? paths[path] : undefined;
  const compared =
    (path: string, form: string, isComparable: (kind: ComparedAs) => boolean): FaultAt =>
    (pointer) => {
      const kind = kindOf(path);
      if (kind === undefined) return { reason: 'path-not-whitelisted', pointer: `${pointer}/${form}/0` };
      return isComparable(kind)
        ? null
        : { reason: 'value-does-not-fit-path', pointer: `${pointer}/${form}/1` };
    };
  return {
    and: firstFault('and'),
    or: firstFault('or'),
    not: (part) => (pointer) => part(`${pointer}/not`),
    exists: (path) => (pointer) =>
      kindOf(path) === undefined ? { reason: 'path-not-whitelisted', pointer: `${pointer}/exists` } : null,
    equals: (path, values, form) => compared(path, form, (kind) => values.every(fits[kind])),
    compares: (path, value, form) => compared(path, form, (kind) => ordered.has(kind) && fits[kind](value)),
  };
};

/** The first path that may not be used, or value that can never be met; null when there is none. */
export const filterFault = (
  expression: FilterExpression,
  paths: Paths,
  pointer = '/filter',
): FilterFault | null => readFilter(expression, faultsOver(paths))(pointer);
