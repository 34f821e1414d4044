import type pg from 'pg';
import { type Cell, copyRows, textOf } from './copy-rows.connection.js';

/*
 * Many rows of one table at once, in the transaction of whoever calls: those known to be new by COPY, which costs half of an INSERT of the
 * same rows, those known to be there by one UPDATE, the others by one INSERT that changes what it meets. Every cell goes as the text of its
 * column's type.
 */

/** With their types. */
type Columns = Readonly<Record<string, string>>;

/** The type `text`, by its number. */
const textType = 25;
const headerBytes = 20;

/**
 * Values of a column as one parameter of type `text[]`, in PostgreSQL's binary form: nothing is escaped here and taken apart there, as in
 * the text that the driver makes of an array.
 */
export const textArray = (values: readonly (string | null)[]): Buffer => {
  const most = values.reduce((bytes, value) => bytes + 4 + (value?.length ?? 0) * 3, headerBytes);
  const buffer = Buffer.allocUnsafe(most);
  let at = headerBytes;
  let hasNull = false;
  for (const value of values) {
    const bytes = value === null ? 0 : buffer.write(value, at + 4);
    hasNull ||= value === null;
    buffer.writeInt32BE(value === null ? -1 : bytes, at);
    at += 4 + bytes;
  }
  // Dimensions, whether there are nulls, the type; of the one dimension its length, and that it begins at 1.
  const header = [values.length === 0 ? 0 : 1, hasNull ? 1 : 0, textType, values.length, 1];
  for (const [place, number] of header.entries()) buffer.writeInt32BE(number, place * 4);
  return buffer.subarray(0, values.length === 0 ? 12 : at);
};

/** A table with its key and its other columns, which the cells of a row follow in this order. */
export interface Written {
  readonly table: string;
  readonly key: Columns;
  readonly others: Columns;
}

/** The cells of rows as one array parameter for each column. */
const given = ({ key, others }: Written, rows: readonly (readonly Cell[])[]) => {
  const columns = Object.keys({ ...key, ...others });
  return {
    names: columns.join(', '),
    arrays: columns.map((_, place) => `$${place + 1}::text[]`).join(', '),
    values: columns.map((_, place) => textArray(rows.map((row) => textOf(row[place] ?? null)))),
  };
};

const typed = (column: string, type: string): string => `given.${column}::${type}`;

/** Rows that may be there: these are changed or stay as they are, the others are new. */
const insertRows = async (
  connection: pg.ClientBase,
  written: Written,
  rows: readonly (readonly Cell[])[],
  onConflict: 'change' | 'keep',
): Promise<void> => {
  const { table, key, others } = written;
  const { names, arrays, values } = given(written, rows);
  const set = Object.keys(others).map((column) => `${column} = excluded.${column}`);
  const then = onConflict === 'change' ? `update set ${set.join(', ')}` : 'nothing';
  await connection.query({
    // Planned once: there is only one way to do it.
    name: `insert or ${onConflict} ${table}`,
    text: `insert into ${table} (${names})
      select ${Object.entries({ ...key, ...others })
        .map(([column, type]) => typed(column, type))
        .join(', ')}
      from unnest(${arrays}) as given (${names}) on conflict (${Object.keys(key).join(', ')}) do ${then}`,
    values,
  });
};

/** Rows that are there, each under its own key. An INSERT that changes them would look for each, lock it, and only then do this. */
const changeRows = async (
  connection: pg.ClientBase,
  written: Written,
  rows: readonly (readonly Cell[])[],
): Promise<void> => {
  const { table, key, others } = written;
  const { names, arrays, values } = given(written, rows);
  const equal = (columns: Columns, of: string): readonly string[] =>
    Object.entries(columns).map(([column, type]) => `${of}${column} = ${typed(column, type)}`);
  const { rowCount } = await connection.query({
    name: `change ${table}`,
    text: `update ${table} stored set ${equal(others, '').join(', ')}
      from unnest(${arrays}) as given (${names}) where ${equal(key, 'stored.').join(' and ')}`,
    values,
  });
  if (rowCount !== rows.length)
    throw new Error(`Of ${rows.length} rows of ${table} that were read ${rowCount} are there.`);
};

/** What is known of a row that is written: that none is there under its key, that one is, or nothing. */
export type Presence = 'absent' | 'present' | 'unknown';

export const writeRows = async (
  connection: pg.ClientBase,
  written: Written,
  rows: readonly { readonly presence: Presence; readonly cells: readonly Cell[] }[],
): Promise<void> => {
  const known = (of: Presence): readonly (readonly Cell[])[] =>
    rows.filter(({ presence }) => presence === of).map(({ cells }) => cells);
  const [added, changed, others] = [known('absent'), known('present'), known('unknown')];
  const columns = Object.keys({ ...written.key, ...written.others });
  if (added.length > 0) await copyRows(connection, written.table, columns, added);
  if (changed.length > 0) await changeRows(connection, written, changed);
  if (others.length > 0) await insertRows(connection, written, others, 'change');
};

/** Those that are there stay as they are. */
export const writeMissingRows = async (
  connection: pg.ClientBase,
  written: Written,
  rows: readonly (readonly Cell[])[],
): Promise<void> => {
  if (rows.length > 0) await insertRows(connection, written, rows, 'keep');
};
