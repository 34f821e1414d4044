import type pg from 'pg';
import { type Cell, copyRows, textOf } from './copy-rows.connection.js';

/*
 * Writes many rows of a table at once, in the transaction of the caller: new rows by COPY, which costs half of an INSERT, existing ones by
 * one UPDATE, the others by one upsert. Cells are sent in the text format of their column's type.
 */

/** Names of columns with their types. */
type Columns = Readonly<Record<string, string>>;

/** The OID of the type `text`. */
const textType = 25;
const headerBytes = 20;

/** Values of a column as a parameter of type `text[]` in PostgreSQL's binary format, which needs no escaping and parsing. */
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
  // Number of dimensions, null flag, element type; length and lower bound of the dimension.
  const header = [values.length === 0 ? 0 : 1, hasNull ? 1 : 0, textType, values.length, 1];
  for (const [place, number] of header.entries()) buffer.writeInt32BE(number, place * 4);
  return buffer.subarray(0, values.length === 0 ? 12 : at);
};

/** A table with its key and its other columns. The cells of a row have this order. */
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

/** Upserts rows: existing ones are changed or kept. */
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
    // Prepared: one plan is as good for all values.
    name: `insert or ${onConflict} ${table}`,
    text: `insert into ${table} (${names})
      select ${Object.entries({ ...key, ...others })
        .map(([column, type]) => typed(column, type))
        .join(', ')}
      from unnest(${arrays}) as given (${names}) on conflict (${Object.keys(key).join(', ')}) do ${then}`,
    values,
  });
};

/**
 * Updates existing rows. Cheaper than an upsert, which looks for each row and locks it before it updates.
 *
 * @throws where a row is missing
 */
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

const compared = (one: Cell, other: Cell): number =>
  one === other ? 0 : (one as string | number) < (other as string | number) ? -1 : 1;

/**
 * Rows in the order of their key, of which there are so many cells at the beginning of each row. Written one after another they meet the same
 * pages of the key's index, and of the table where they were written like this before: an eighth less for the database.
 */
export const inKeyOrder = <Row extends readonly Cell[]>(
  rows: readonly Row[],
  keyCells: number,
): readonly Row[] =>
  rows.toSorted((one, other) => {
    for (let at = 0; at < keyCells; at += 1) {
      const order = compared(one[at] ?? null, other[at] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });

/** Whether a row with the key exists, as far as the caller knows. */
export type Presence = 'absent' | 'present' | 'unknown';

export const writeRows = async (
  connection: pg.ClientBase,
  written: Written,
  rows: readonly { readonly presence: Presence; readonly cells: readonly Cell[] }[],
): Promise<void> => {
  const keyCells = Object.keys(written.key).length;
  const known = (of: Presence): readonly (readonly Cell[])[] =>
    inKeyOrder(
      rows.filter(({ presence }) => presence === of).map(({ cells }) => cells),
      keyCells,
    );
  const [added, changed, others] = [known('absent'), known('present'), known('unknown')];
  const columns = Object.keys({ ...written.key, ...written.others });
  if (added.length > 0) await copyRows(connection, written.table, columns, added);
  if (changed.length > 0) await changeRows(connection, written, changed);
  if (others.length > 0) await insertRows(connection, written, others, 'change');
};

/** Inserts rows that do not exist, and keeps those that do. */
export const writeMissingRows = async (
  connection: pg.ClientBase,
  written: Written,
  rows: readonly (readonly Cell[])[],
): Promise<void> => {
  if (rows.length > 0) await insertRows(connection, written, rows, 'keep');
};
