import type { Check } from '#contract';
import type { Mismatch } from './checker.js';

/** Which row differs and where, without what it holds. */
type ShownMismatch = Check['first'][number];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const differing = (expected: unknown, found: unknown, path: string): readonly string[] => {
  if (JSON.stringify(expected) === JSON.stringify(found)) return [];
  // A column is a member of the row; only a page has members of its own that are told.
  if ((path !== '' && path !== 'page') || !isObject(expected) || !isObject(found)) return [path];
  const members = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  return members.flatMap((member) =>
    differing(expected[member], found[member], path === '' ? member : `${path}.${member}`),
  );
};

export const shownMismatch = ({ table, key, expected, found }: Mismatch): ShownMismatch => {
  if (found === null) return { table, key, row: 'missing', columns: [] };
  if (expected === null) return { table, key, row: 'surplus', columns: [] };
  return {
    table,
    key,
    row: 'different',
    columns: differing(expected, found, '').filter((path) => path !== ''),
  };
};
