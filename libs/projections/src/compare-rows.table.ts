import type pg from 'pg';
import type { Rebuild } from '#contract';
import type { Mismatch } from './checker.js';
import type { Projection } from './projection.js';
import { shownMismatch } from './shown-mismatch.js';

/** What two sets of tables of a projection differ in. */
export interface Compared {
  /** How many rows of each table differ. */
  readonly tables: Rebuild['tables'];
  /** Where the first of them do. */
  readonly first: Rebuild['first'];
}

/** Of a rebuild; more of them say no more about the cause. */
const mostShown = 100;

interface Table {
  readonly name: string;
  readonly key: readonly string[];
}

const tablesOf = async (connection: pg.ClientBase, projection: string): Promise<readonly Table[]> => {
  const { rows } = await connection.query<Table>(
    `select own.name, array_agg(attname::text order by place) as key
       from projection_tables own
       join pg_index on indrelid = format('public.%I', own.name)::regclass and indisprimary
      cross join unnest(indkey) with ordinality as part (attnum, place)
       join pg_attribute using (attnum)
      where own.projection = $1 and attrelid = indrelid
      group by own.name order by own.name`,
    [projection],
  );
  return rows;
};

const asJson = (row: string): string => `to_jsonb(${row})`;

/** As text first, which costs least: nearly all rows are the same to the letter. */
const differingSql = ({ name, key }: Table, beside: string, content: (row: string) => string): string => {
  const isSame = key.map((column) => `live.${column} = rebuilt.${column}`).join(' and ');
  return `public.${name} as live full join ${beside}.${name} as rebuilt on ${isSame}
    where live::text is distinct from rebuilt::text and ${content('live')} is distinct from ${content('rebuilt')}`;
};

const countedSql = (table: Table, beside: string, content: (row: string) => string): string => `
  select (select count(*) from public.${table.name})::float8 as live, (select count(*) from ${beside}.${table.name})::float8 as rebuilt,
    (select count(*) from ${differingSql(table, beside, content)})::float8 as differences`;

const shownSql = (table: Table, beside: string, content: (row: string) => string): string => {
  const keys = table.key.map((column) => `coalesce(live.${column}, rebuilt.${column})`).join(', ');
  return `
  select '${table.name}' as table, concat_ws(' ', ${keys}) as key, to_jsonb(rebuilt) as expected, to_jsonb(live) as found
    from ${differingSql(table, beside, content)} order by ${keys} limit $1`;
};

/**
 * Holds the live rows of a projection against those in another schema, in the snapshot of whoever calls: tables are joined by their keys,
 * so that each row is read once. What is told of a difference says where it is, and not what the row holds.
 */
export const compareRows = async (
  connection: pg.ClientBase,
  { name: projection, comparedAs = {} }: Pick<Projection, 'name' | 'comparedAs'>,
  beside: string,
): Promise<Compared> => {
  const tables: Rebuild['tables'][number][] = [];
  const first: Rebuild['first'][number][] = [];
  for (const table of await tablesOf(connection, projection)) {
    const content = table.name in comparedAs ? comparedAs[table.name] : asJson;
    if (!content) continue;
    const { rows } = await connection.query<Omit<Rebuild['tables'][number], 'table'>>(
      countedSql(table, beside, content),
    );
    const [counts = { live: 0, rebuilt: 0, differences: 0 }] = rows;
    tables.push({ table: table.name, ...counts });
    if (counts.differences === 0) continue;
    const shown = await connection.query<Mismatch>(shownSql(table, beside, content), [
      mostShown - first.length,
    ]);
    first.push(...shown.rows.map(shownMismatch));
  }
  return { tables, first };
};
