import type pg from 'pg';
import { type Cell, textArray, writeRows } from '#database';
import type { SequencedFact } from '#facts';
import type { Amendments } from '#history';
import {
  foldBatch,
  keysTouched,
  nameOf,
  type Row,
  type RowChanges,
  type RowFold,
  type RowKey,
} from './row-fold.js';

/** Applies a batch to the rows of one table: one question for the rows that may be there, and a statement each for what is removed, new and changed. */
export const applyToRows = async <Page extends object>(
  rowFold: RowFold<Page>,
  facts: readonly SequencedFact[],
  amendments: Amendments,
  connection: pg.ClientBase,
): Promise<void> => {
  const existing = await existingRows(rowFold, keysTouched(rowFold, facts, amendments), connection);
  const changes = foldBatch(rowFold, existing, facts, amendments);
  const isThere = new Set(existing.map(({ key }) => nameOf(key)));
  await changeRows(rowFold, changes, connection, (key) => !isThere.has(nameOf(key)));
};

/** Removes rows and writes others. `isNew`: of which it is known, under the lock of who follows, that they are not there. */
export const changeRows = async <Page extends object>(
  rowFold: RowFold<Page>,
  { written, removed }: RowChanges<Page>,
  connection: pg.ClientBase,
  isNew: (key: RowKey) => boolean = () => false,
): Promise<void> => {
  if (removed.length > 0) await remove(rowFold, removed, connection);
  const { table, key, columns } = rowFold;
  const ofKey = Object.fromEntries(key.map((column) => [column, 'text']));
  await writeRows(
    connection,
    { table, key: ofKey, others: { ...columns, page: 'json' } },
    written.map((row) => ({ isNew: isNew(row.key), cells: cellsOf(rowFold, row) })),
  );
};

const cellsOf = <Page extends object>(
  { columns, columnsOf }: RowFold<Page>,
  { key, page }: Row<Page>,
): readonly Cell[] => {
  const values = columnsOf(page);
  return [...key, ...Object.keys(columns).map((column) => values[column] ?? null), JSON.stringify(page)];
};

type Placed = Pick<RowFold<object>, 'table' | 'key'>;

/** The keys as a table `asked`, from one array parameter for each key column, each with its place among them. */
const asked = ({ key }: Placed): string => {
  const given = key.map((_, place) => `$${place + 1}::text[]`).join(', ');
  return `unnest(${given}) with ordinality as asked (${key.join(', ')}, place)`;
};

const arrays = ({ key }: Placed, keys: readonly RowKey[]): readonly Buffer[] =>
  key.map((_, place) => textArray(keys.map((values) => values[place] ?? '')));

/** Those rows of these keys that are there. */
export const existingRows = async <Page extends object>(
  rowFold: RowFold<Page>,
  keys: readonly RowKey[],
  connection: pg.ClientBase,
): Promise<readonly Row<Page>[]> => {
  if (keys.length === 0) return [];
  const { rows } = await connection.query<{ place: number; page: Page }>(
    `select place::integer, page from ${rowFold.table} join ${asked(rowFold)} using (${rowFold.key.join(', ')})`,
    [...arrays(rowFold, keys)],
  );
  return rows.map(({ place, page }) => ({ key: keys[place - 1] ?? [], page }));
};

const remove = async (rowFold: Placed, keys: readonly RowKey[], connection: pg.ClientBase): Promise<void> => {
  const equal = rowFold.key.map((column) => `gone.${column} = asked.${column}`).join(' and ');
  await connection.query(`delete from ${rowFold.table} gone using ${asked(rowFold)} where ${equal}`, [
    ...arrays(rowFold, keys),
  ]);
};
