import type pg from 'pg';
import type { Check, Rebuild } from '#contract';
import type { Mismatch, Projection } from './projection.js';
import { keyColumns, type ReadTable } from './read-table.table.js';

/** Which row differs and where, without what it holds. */
type ShownMismatch = Check['first'][number];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const differing = (expected: unknown, found: unknown, path: string): readonly string[] => {
  if (JSON.stringify(expected) === JSON.stringify(found)) return [];
  // A column is a member of the row; only a page has members of its own that are named.
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

/** What two sets of tables of a projection differ in. */
export interface Compared {
  /** How many rows of each table differ. */
  readonly tables: Rebuild['tables'];
  /** Where the first of them do. */
  readonly first: Rebuild['first'];
}

/** Of a rebuild; more of them say no more about the cause. */
const mostShown = 100;

const asJson = (row: string): string => `to_jsonb(${row})`;

/** As text first, which costs least: nearly all rows are the same to the letter. */
const differingSql = (table: ReadTable, beside: string, content: (row: string) => string): string => {
  const { name } = table.options;
  const isSame = keyColumns(table)
    .map((column) => `live.${column} = rebuilt.${column}`)
    .join(' and ');
  return `public.${name} as live full join ${beside}.${name} as rebuilt on ${isSame}
    where live::text is distinct from rebuilt::text and ${content('live')} is distinct from ${content('rebuilt')}`;
};

const countedSql = (table: ReadTable, beside: string, content: (row: string) => string): string => `
  select (select count(*) from public.${table.options.name})::float8 as live, (select count(*) from ${beside}.${table.options.name})::float8 as rebuilt,
    (select count(*) from ${differingSql(table, beside, content)})::float8 as differences`;

const shownSql = (table: ReadTable, beside: string, content: (row: string) => string): string => {
  const keys = keyColumns(table)
    .map((column) => `coalesce(live.${column}, rebuilt.${column})`)
    .join(', ');
  return `
  select '${table.options.name}' as table, concat_ws(' ', ${keys}) as key, to_jsonb(rebuilt) as expected, to_jsonb(live) as found
    from ${differingSql(table, beside, content)} order by ${keys} limit $1`;
};

/**
 * Holds the live rows of a projection against those in another schema, in the snapshot of whoever calls: tables are joined by their keys,
 * so that each row is read once. The description of a difference says where it is, and not what the row holds.
 */
export const compareRows = async (
  connection: pg.ClientBase,
  { tables: written, comparedAs = {} }: Pick<Projection, 'tables' | 'comparedAs'>,
  beside: string,
): Promise<Compared> => {
  const tables: Rebuild['tables'][number][] = [];
  const first: Rebuild['first'][number][] = [];
  const byName = written.toSorted((one, other) => (one.options.name < other.options.name ? -1 : 1));
  for (const table of byName) {
    const { name } = table.options;
    const content = name in comparedAs ? comparedAs[name] : asJson;
    if (!content) continue;
    const { rows } = await connection.query<Omit<Rebuild['tables'][number], 'table'>>(
      countedSql(table, beside, content),
    );
    const [counts = { live: 0, rebuilt: 0, differences: 0 }] = rows;
    tables.push({ table: name, ...counts });
    if (counts.differences === 0) continue;
    const shown = await connection.query<Mismatch>(shownSql(table, beside, content), [
      mostShown - first.length,
    ]);
    first.push(...shown.rows.map(shownMismatch));
  }
  return { tables, first };
};
