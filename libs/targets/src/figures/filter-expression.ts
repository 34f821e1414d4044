import type { FilterExpression } from '#facts';
import { pointerTo } from './measured-document.js';

// Filters are data. They are compiled once for a definition, into closures, and see nothing but the document.

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

export const compileFilter = (expression: FilterExpression | null): Test => {
  if (expression === null) return () => true;
  if ('and' in expression) {
    const parts = expression.and.map(compileFilter);
    return (document) => parts.every((part) => part(document));
  }
  if ('or' in expression) {
    const parts = expression.or.map(compileFilter);
    return (document) => parts.some((part) => part(document));
  }
  if ('not' in expression) {
    const part = compileFilter(expression.not);
    return (document) => !part(document);
  }
  if ('exists' in expression) {
    const at = pointerTo(expression.exists);
    return (document) => at(document) !== undefined;
  }
  if ('eq' in expression) {
    const [path, value] = expression.eq;
    const at = pointerTo(path);
    return (document) => equals(at(document), value);
  }
  if ('in' in expression) {
    const [path, values] = expression.in;
    const at = pointerTo(path);
    return (document) => values.some((value) => equals(at(document), value));
  }
  const [path, value] = 'gte' in expression ? expression.gte : expression.lte;
  const at = pointerTo(path);
  const holds = 'gte' in expression ? (found: number) => found >= 0 : (found: number) => found <= 0;
  return (document) => {
    const found = order(at(document), value);
    return found !== null && holds(found);
  };
};
