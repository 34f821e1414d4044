import { isBusinessDate } from '#calendar';
import type { FilterExpression } from '#facts';
import { isMoney } from '#money';
import type { DefinitionRefusal } from '../definition-refusals.js';
import type { ComparedAs } from './countable-facts.js';

const fits: Readonly<Record<ComparedAs, (value: string | boolean) => boolean>> = {
  word: (value) => typeof value === 'string',
  set: (value) => typeof value === 'string',
  money: (value) => typeof value === 'string' && isMoney(value),
  date: (value) => typeof value === 'string' && isBusinessDate(value),
  integer: (value) => typeof value === 'string' && /^(0|[1-9]\d{0,14})$/.test(value),
  boolean: (value) => typeof value === 'boolean',
};

const ordered: ReadonlySet<ComparedAs> = new Set<ComparedAs>(['money', 'date', 'integer']);

/** The first path that may not be used, or value that can never be met; null when there is none. */
export const filterFault = (
  expression: FilterExpression,
  paths: Readonly<Record<string, ComparedAs>>,
  pointer = '/filter',
): DefinitionRefusal | null => {
  const first = (parts: readonly FilterExpression[], at: string): DefinitionRefusal | null => {
    for (const [index, part] of parts.entries()) {
      const fault = filterFault(part, paths, `${at}/${index}`);
      if (fault) return fault;
    }
    return null;
  };
  const compared = (
    at: string,
    [path, values]: readonly [string, readonly (string | boolean)[]],
    needsOrder = false,
  ): DefinitionRefusal | null => {
    const kind = Object.hasOwn(paths, path) ? paths[path] : undefined;
    if (kind === undefined) return { reason: 'path-not-whitelisted', pointer: `${at}/0` };
    const comparable = (!needsOrder || ordered.has(kind)) && values.every(fits[kind]);
    return comparable ? null : { reason: 'value-does-not-fit-path', pointer: `${at}/1` };
  };

  if ('and' in expression) return first(expression.and, `${pointer}/and`);
  if ('or' in expression) return first(expression.or, `${pointer}/or`);
  if ('not' in expression) return filterFault(expression.not, paths, `${pointer}/not`);
  if ('exists' in expression)
    return Object.hasOwn(paths, expression.exists)
      ? null
      : { reason: 'path-not-whitelisted', pointer: `${pointer}/exists` };
  if ('eq' in expression) return compared(`${pointer}/eq`, [expression.eq[0], [expression.eq[1]]]);
  if ('in' in expression) return compared(`${pointer}/in`, expression.in);
  if ('gte' in expression) return compared(`${pointer}/gte`, [expression.gte[0], [expression.gte[1]]], true);
  return compared(`${pointer}/lte`, [expression.lte[0], [expression.lte[1]]], true);
};
