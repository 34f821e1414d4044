import type pg from 'pg';
import type { EntitySchemaColumnOptions } from 'typeorm';
import { EntitySchema } from 'typeorm/entity-schema/EntitySchema.js';
import {
  type Cell,
  copyRows,
  inKeyOrder,
  type Presence,
  writeMissingRows,
  writeRows,
  type Written,
} from '#database';
import type { SequencedFact } from '#facts';

// The one file of TypeORM that is needed: whatever else it has takes long to load, and only who migrates uses it.

/*
 * A read table is described once, as an EntitySchema. What followers write, checkers compare and rebuilds join by follows from it; a spec
 * holds it equal to what the migrations made. TypeORM itself reads and writes no row of it.
 */

type Column = Pick<
  EntitySchemaColumnOptions,
  'type' | 'primary' | 'nullable' | 'array' | 'collation' | 'precision' | 'scale' | 'default'
>;

/** Names are those of the database. The key is in the order in which its columns stand. */
export type ReadTable<Name extends string = string> = EntitySchema<Record<Name, unknown>>;

export const readTable = <Name extends string>(
  name: string,
  columns: Readonly<Record<Name, Column>>,
): ReadTable<Name> => new EntitySchema<Record<Name, unknown>>({ name, columns });

/** The kinds of columns there are. */
export const column = {
  /** A part of the key: ids, codes and days as text, ordered by their bytes. */
  key: { type: 'text', primary: true, collation: 'C' },
  id: { type: 'text', collation: 'C' },
  text: { type: 'text' },
  date: { type: 'date' },
  json: { type: 'json' },
  boolean: { type: 'boolean' },
  smallint: { type: 'smallint' },
  integer: { type: 'integer' },
  bigint: { type: 'bigint' },
  /** Whole numbers that may be longer than a bigint. */
  quantity: { type: 'numeric', precision: 24, scale: 0 },
} as const satisfies Readonly<Record<string, Column>>;

type Described = readonly (readonly [name: string, column: Column])[];

const described = ({ options: { columns } }: ReadTable): Described =>
  Object.entries(columns as Readonly<Record<string, Column>>);

const namesOf = (columns: Described): readonly string[] => columns.map(([name]) => name);

const typesOf = (columns: Described): Readonly<Record<string, string>> =>
  Object.fromEntries(columns.map(([name, { type, array }]) => [name, `${String(type)}${array ? '[]' : ''}`]));

/** Columns of the primary key. */
export const keyColumns = (table: ReadTable): readonly string[] =>
  namesOf(described(table).filter(([, { primary }]) => primary));

/** What a row holds in each column. */
export type Cells<Name extends string> = Readonly<Record<Name, Cell>>;

/** The key first. */
const writtenOf = (table: ReadTable): Written => {
  const [key = [], others = []] = [true, false].map((isKey) =>
    described(table).filter(([, { primary = false }]) => primary === isKey),
  );
  return { table: table.options.name, key: typesOf(key), others: typesOf(others) };
};

const columnsIn = <Name extends string>({ key, others }: Written): readonly Name[] =>
  Object.keys({ ...key, ...others }) as readonly string[] as readonly Name[];

const cellsIn = <Name extends string>(written: Written): ((row: Cells<Name>) => readonly Cell[]) => {
  const names = columnsIn<Name>(written);
  return (row) => names.map((name) => row[name]);
};

/** Rows, with what is known of each under the lock of who follows. */
export const putRows = async <Name extends string>(
  connection: pg.ClientBase,
  table: ReadTable<Name>,
  rows: readonly { readonly presence: Presence; readonly cells: Cells<Name> }[],
): Promise<void> => {
  const written = writtenOf(table);
  const inOrder = cellsIn<Name>(written);
  await writeRows(
    connection,
    written,
    rows.map(({ presence, cells }) => ({ presence, cells: inOrder(cells) })),
  );
};

/** Rows of which those that are there stay as they are. */
export const keepRows = async <Name extends string>(
  connection: pg.ClientBase,
  table: ReadTable<Name>,
  rows: readonly Cells<Name>[],
): Promise<void> => {
  const written = writtenOf(table);
  await writeMissingRows(connection, written, rows.map(cellsIn<Name>(written)));
};

/** Rows that are not there; one that is fails with all of them. */
export const addRows = async <Name extends string>(
  connection: pg.ClientBase,
  table: ReadTable<Name>,
  rows: readonly Cells<Name>[],
): Promise<void> => {
  if (rows.length === 0) return;
  const written = writtenOf(table);
  const added = inKeyOrder(rows.map(cellsIn<Name>(written)), Object.keys(written.key).length);
  await copyRows(connection, written.table, columnsIn(written), added);
};

// A follower may append facts because of the facts it applies, as the arbiter does. Such a derived fact comes back to it later in the
// order. Until then its cause does not count as projected. So each derived fact is stored with the seq of its cause, and with its own seq
// once the follower has applied it.

export const derivedFacts = readTable('derived_facts', {
  follower: column.key,
  stream: column.key,
  revision: { ...column.integer, primary: true },
  cause: column.bigint,
  seq: { ...column.bigint, nullable: true },
});

/** A fact that a follower appended because of another fact. */
interface DerivedFact {
  /** Seq of the fact that caused it. */
  readonly cause: number;
  readonly stream: string;
  readonly revision: number;
}

/** Stores derived facts, in the transaction that passes their causes. Facts stored before stay unchanged. */
export const noteDerived = async (
  follower: string,
  derived: readonly DerivedFact[],
  connection: pg.ClientBase,
): Promise<void> => {
  await keepRows(
    connection,
    derivedFacts,
    derived.map((fact) => ({ follower, ...fact, seq: null })),
  );
};

/** Stores the seqs of derived facts that are applied, in the same transaction. */
export const noteMet = async (
  follower: string,
  facts: readonly Pick<SequencedFact, 'stream' | 'revision' | 'seq'>[],
  connection: pg.ClientBase,
): Promise<void> => {
  if (facts.length === 0) return;
  await connection.query(
    `update derived_facts derived set seq = met.seq
       from json_to_recordset($2::json) as met (stream text, revision integer, seq bigint)
      where derived.follower = $1 and derived.stream = met.stream and derived.revision = met.revision`,
    [follower, JSON.stringify(facts.map(({ stream, revision, seq }) => ({ stream, revision, seq })))],
  );
};
