import type pg from 'pg';
import type { SequencedFact } from '#facts';
import type { Amendments } from '#history';
import { type Cell, inKeyOrder, textArray } from '#database';
import { readAmendments } from './amendments.query.js';
import type { Projection } from './projection.js';
import { type Cells, keyColumns, putRows, type ReadTable } from './read-table.table.js';
import {
  foldBatch,
  keysTouched,
  type Row,
  type RowChanges,
  type RowFold,
  type RowKey,
  touches,
} from './row-fold.js';

/** Applies a batch to one table: one query for the rows that may exist, and a statement each for those removed, new and changed. */
const applyToRows = async <Page extends object>(
  rowFold: RowFold<Page>,
  facts: readonly SequencedFact[],
  amendments: Amendments,
  connection: pg.ClientBase,
): Promise<void> => {
  const touching = touches(rowFold, facts, amendments);
  if (touching.length === 0) return;
  const existing = await existingRows(rowFold, keysTouched(rowFold, touching), connection);
  await changeRows(rowFold, foldBatch(rowFold, existing, touching), connection);
};

/** Removes and writes rows. */
export const changeRows = async <Page extends object>(
  rowFold: RowFold<Page>,
  { written, removed }: RowChanges<Page>,
  connection: pg.ClientBase,
): Promise<void> => {
  const { table } = rowFold;
  if (removed.length > 0) await remove(table, removed, connection);
  const key = keyColumns(table);
  await putRows(
    connection,
    table,
    written.map((row) => ({ presence: row.presence, cells: cellsOf(rowFold, key, row) })),
  );
};

const cellsOf = <Page extends object>(
  { columnsOf }: RowFold<Page>,
  keyNames: readonly string[],
  { key, page }: Row<Page>,
): Cells<string> => {
  const cells: Record<string, Cell> = { ...columnsOf?.(page), page: JSON.stringify(page) };
  for (const [place, name] of keyNames.entries()) cells[name] = key[place] ?? null;
  return cells;
};

/** The keys as a table `asked`, from one array parameter for each key column, each with its place among them. */
const askedSql = (table: ReadTable): string => {
  const key = keyColumns(table);
  const given = key.map((_, place) => `$${place + 1}::text[]`).join(', ');
  return `unnest(${given}) with ordinality as asked (${key.join(', ')}, place)`;
};

const arrays = (table: ReadTable, keys: readonly RowKey[]): readonly Buffer[] =>
  keyColumns(table).map((_, place) => textArray(keys.map((values) => values[place] ?? '')));

/** Those rows of these keys that are there. */
export const existingRows = async <Page extends object>(
  { table }: RowFold<Page>,
  asked: readonly RowKey[],
  connection: pg.ClientBase,
): Promise<readonly Row<Page>[]> => {
  if (asked.length === 0) return [];
  const keys = inKeyOrder(asked, keyColumns(table).length);
  const { rows } = await connection.query<{ place: number; page: Page }>(
    `select place::integer, page from ${table.options.name} join ${askedSql(table)} using (${keyColumns(table).join(', ')})`,
    [...arrays(table, keys)],
  );
  return rows.map(({ place, page }) => ({ key: keys[place - 1] ?? [], page }));
};

const remove = async (
  table: ReadTable,
  keys: readonly RowKey[],
  connection: pg.ClientBase,
): Promise<void> => {
  const equal = keyColumns(table)
    .map((name) => `gone.${name} = asked.${name}`)
    .join(' and ');
  await connection.query(`delete from ${table.options.name} gone using ${askedSql(table)} where ${equal}`, [
    ...arrays(table, keys),
  ]);
};

/** How a batch changes the rows of one table. */
export interface TableChange {
  readonly table: ReadTable;
  apply(facts: readonly SequencedFact[], amendments: Amendments, connection: pg.ClientBase): Promise<void>;
}

/** Binds the page's type to its table, so that tables of different pages can stand in one list. */
export const rowsOf = <Page extends object>(rowFold: RowFold<Page>): TableChange => ({
  table: rowFold.table,
  apply: (facts, amendments, connection) => applyToRows(rowFold, facts, amendments, connection),
});

/** A projection made of tables that are independent of each other. */
export const rowsProjection = (
  name: string,
  version: number,
  changes: readonly TableChange[],
): Projection => ({
  name,
  version,
  tables: [...new Set(changes.map(({ table }) => table))],
  parks: true,
  apply: async (facts, connection) => {
    const amendments = await readAmendments(connection, facts);
    for (const change of changes) await change.apply(facts, amendments, connection);
  },
});
