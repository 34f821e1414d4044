import type pg from 'pg';
import type { SequencedFact } from '#facts';
import type { Amendments } from '#history';
import { foldBatch, keysTouched, type Row, type RowChanges, type RowFold, type RowKey } from './row-fold.js';

/** Applies a batch to the rows of one table: one question for the rows touched, one statement that writes them. */
export const applyToRows = async <Page extends object>(
  rowFold: RowFold<Page>,
  facts: readonly SequencedFact[],
  amendments: Amendments,
  connection: pg.ClientBase,
): Promise<void> => {
  const keys = keysTouched(rowFold, facts, amendments);
  if (keys.length === 0) return;
  const existing = await existingRows(rowFold, keys, connection);
  await changeRows(rowFold, foldBatch(rowFold, existing, facts, amendments), connection);
};

/** Removes rows and writes others, one statement each. */
export const changeRows = async <Page extends object>(
  rowFold: RowFold<Page>,
  { written, removed }: RowChanges<Page>,
  connection: pg.ClientBase,
): Promise<void> => {
  if (removed.length > 0) await remove(rowFold, removed, connection);
  if (written.length > 0) await write(rowFold, written, connection);
};

type Placed = Pick<RowFold<object>, 'table' | 'key'>;

const named = ({ key }: Placed): string => key.join(', ');

/** The keys as a table `asked`, from one array parameter for each key column. */
const asked = ({ key }: Placed): string =>
  `unnest(${key.map((_, place) => `$${place + 1}::text[]`).join(', ')}) as asked (${key.join(', ')})`;

const arrays = ({ key }: Placed, keys: readonly RowKey[]): readonly (readonly string[])[] =>
  key.map((_, place) => keys.map((values) => values[place] ?? ''));

/** Those rows of these keys that are there. */
export const existingRows = async <Page extends object>(
  rowFold: RowFold<Page>,
  keys: readonly RowKey[],
  connection: pg.ClientBase,
): Promise<readonly Row<Page>[]> => {
  const { rows } = await connection.query<{ key: RowKey; page: Page }>(
    `select array[${named(rowFold)}] as key, page
       from ${rowFold.table} join ${asked(rowFold)} using (${named(rowFold)})`,
    [...arrays(rowFold, keys)],
  );
  return rows;
};

const remove = async (rowFold: Placed, keys: readonly RowKey[], connection: pg.ClientBase): Promise<void> => {
  const equal = rowFold.key.map((column) => `gone.${column} = asked.${column}`).join(' and ');
  await connection.query(`delete from ${rowFold.table} gone using ${asked(rowFold)} where ${equal}`, [
    ...arrays(rowFold, keys),
  ]);
};

const write = async <Page extends object>(
  rowFold: RowFold<Page>,
  rows: readonly Row<Page>[],
  connection: pg.ClientBase,
): Promise<void> => {
  const { table, key, columns, columnsOf } = rowFold;
  const others = [...Object.keys(columns), 'page'];
  const types = [
    ...key.map((column) => `${column} text`),
    ...Object.entries(columns).map(([column, type]) => `${column} ${type}`),
    'page json',
  ];
  const records = rows.map(({ key: values, page }) => ({
    ...Object.fromEntries(key.map((column, place) => [column, values[place]])),
    ...columnsOf(page),
    page,
  }));
  await connection.query(
    `insert into ${table} (${[...key, ...others].join(', ')})
     select * from json_to_recordset($1::json) as written (${types.join(', ')})
     on conflict (${named(rowFold)}) do update
        set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    [JSON.stringify(records)],
  );
};
