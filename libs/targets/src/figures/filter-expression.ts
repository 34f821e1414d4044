import type { FilterExpression } from '#facts';
import { isMoney, parseMoney } from '#money';
import { pointerTo } from './measured-document.js';

// Filters are data. They are compiled once for a definition, into closures, and see nothing but the document.

type Test = (document: object) => boolean;

const equals = (found: unknown, value: string | boolean): boolean =>
  Array.isArray(found)
    ? found.includes(value)
    : found === value || (typeof found === 'number' && String(found) === value);

/** Below zero, zero, above; null when the two have no order. Amounts and whole numbers are ordered by size, days by date. */
const order = (found: unknown, value: string): number | null => {
  if (typeof found === 'number') return /^\d+$/.test(value) ? found - Number(value) : null;
  if (typeof found !== 'string') return null;
  if (isMoney(found)) {
    if (!isMoney(value)) return null;
    const [left, right] = [parseMoney(found), parseMoney(value)];
    return left < right ? -1 : Number(left > right);
  }
  return found < value ? -1 : Number(found > value);
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
  const holds = 'gte' in expression ? (by: number) => by >= 0 : (by: number) => by <= 0;
  return (document) => {
    const by = order(at(document), value);
    return by !== null && holds(by);
  };
};
