import type pg from 'pg';
import { textArray } from '#database';
import {
  type Attainment,
  type Delta,
  type Dimensions,
  columnOf,
  dimensions as dimensionNames,
  type FigureSubject,
  subjectFromRow,
  type SubjectRow,
  subjectToRow,
} from '#figures';
import { addRows, column, keepRows, putRows, readTable } from '#projections';
import { figureSubject, sourceFact, targetAttainment } from './read-tables.table.js';
import type { AtFact, Queryable } from './closings.table.js';

/** SQL over a row of `back_filled_subject filled`: whether the back-fill of its measures is complete. */
const isFilledSql = `not exists (
  select from figure_back_fill open where open.target = 0 and open.computation = filled.computation)`;

/** Subjects, and how their rows were found. */
interface ReadSubjects {
  readonly subjects: ReadonlyMap<string, FigureSubject>;
  /** Those that have a row. */
  readonly stored: ReadonlySet<string>;
  /** Whether back-filled quantities were merged in, whose rows are removed at the next write. */
  readonly isBackFilled?: boolean;
}

/** Where the subjects of figures are kept. */
export interface SubjectRows {
  read(client: pg.ClientBase, subjects: readonly string[]): Promise<ReadSubjects>;
  write(
    client: pg.ClientBase,
    subjects: ReadonlyMap<string, FigureSubject>,
    read: Omit<ReadSubjects, 'subjects'>,
  ): Promise<void>;
}

export interface StoredSubject {
  readonly subject: string;
  readonly state: SubjectRow;
}

/**
 * Quantities of back-filled measures are kept in rows of their own until they are merged into the subjects, either by the next fact of the
 * subject or by the back-fill itself.
 */
export const liveSubjects: SubjectRows = {
  read: async (client, subjects) => {
    if (subjects.length === 0) return { subjects: new Map(), stored: new Set() };
    const { rows } = await client.query<StoredSubject & { readonly stored: boolean }>(
      `select subject, state, true as stored from figure_subject where subject = any($1::text[])
       union all
       select subject, state, false from back_filled_subject filled where subject = any($1::text[]) and ${isFilledSql}`,
      [textArray(subjects.toSorted())],
    );
    const read = new Map<string, FigureSubject>();
    for (const { subject, state } of rows) {
      const more = subjectFromRow(state);
      const known = read.get(subject);
      read.set(subject, known ? { ...known, active: [...known.active, ...more.active] } : more);
    }
    const stored = new Set(rows.flatMap((row) => (row.stored ? row.subject : [])));
    return { subjects: read, stored, isBackFilled: rows.some((row) => !row.stored) };
  },
  write: async (client, subjects, { stored, isBackFilled }) => {
    await putRows(
      client,
      figureSubject,
      [...subjects].map(([subject, state]) => ({
        presence: stored.has(subject) ? 'present' : 'absent',
        cells: { subject, state: JSON.stringify(subjectToRow(state)) },
      })),
    );
    if (!isBackFilled) return;
    await client.query(
      `delete from back_filled_subject filled where subject = any($1::text[]) and ${isFilledSql}`,
      [textArray([...subjects.keys()])],
    );
  },
};

const dimensionColumns = dimensionNames.map((name) => [name, columnOf(name)] as const);

/** Called for each quantity, several for each fact; so it builds no lists on the way. */
const cellsOfDimensions = (dimensions: Dimensions): Readonly<Record<string, string | null>> => {
  const cells: Record<string, string | null> = {};
  for (const [name, of] of dimensionColumns) cells[of] = dimensions[name];
  return cells;
};

/** The quantities. A row is never changed: taking a quantity back adds its negative. */
export const measureDelta = readTable('measure_delta', {
  computation: { ...column.bigint, primary: true },
  seq: { ...column.bigint, primary: true },
  ordinal: { ...column.integer, primary: true },
  effective_date: column.date,
  ...Object.fromEntries(dimensionColumns.map(([, of]) => [of, { ...column.id, nullable: true }] as const)),
  distinct_key: { ...column.id, nullable: true },
  quantity: column.quantity,
});

export const writeDeltas = (client: pg.ClientBase, deltas: readonly Delta[]): Promise<void> =>
  addRows(
    client,
    measureDelta,
    deltas.map(({ computation, seq, ordinal, effectiveDate, dimensions, key, quantity }) => ({
      computation,
      seq,
      ordinal,
      effective_date: effectiveDate,
      ...cellsOfDimensions(dimensions),
      distinct_key: key,
      quantity: String(quantity),
    })),
  );

export const writeAttainments = (client: pg.ClientBase, attainments: readonly Attainment[]): Promise<void> =>
  putRows(
    client,
    targetAttainment,
    attainments.map(({ target, computation, total, firstSeq }) => ({
      presence: 'unknown',
      cells: { target, computation, total: String(total), first_seq: firstSeq },
    })),
  );

/** Records that facts of these types have come, so that a measure defined after them is known to need a back-fill. */
export const writeSourceFacts = (
  client: pg.ClientBase,
  firstSeqs: ReadonlyMap<string, number>,
): Promise<void> =>
  keepRows(
    client,
    sourceFact,
    [...firstSeqs].map(([type, seq]) => ({ type, first_seq: seq })),
  );

/** `targets`: seqs of their definitions. */
export const readAttainments = async (
  database: Queryable,
  targets: readonly number[],
): Promise<readonly Attainment[]> => {
  const { rows } = await database.query<{
    target: number | string;
    computation: number | string;
    total: string;
    first_seq: number | string | null;
  }>(
    `select target, computation, total::text as total, first_seq from target_attainment where target = any($1::bigint[])`,
    [targets],
  );
  return rows.map(({ target, computation, total, first_seq: firstSeq }) => ({
    target: Number(target),
    computation: Number(computation),
    total: BigInt(total),
    firstSeq: firstSeq === null ? null : Number(firstSeq),
  }));
};

/** The first seq at which the whole period satisfied a target, as it was known at some seq; null when it had not by then. */
export const attainedSeq = async (
  { target, computation }: Pick<Attainment, 'target' | 'computation'>,
  { database, knownAt }: AtFact,
): Promise<number | null> => {
  const { rows } = await database.query<{ first_seq: number | string }>(
    `select first_seq from target_attainment where target = $1 and computation = $2 and first_seq <= $3`,
    [target, computation, knownAt],
  );
  return rows[0] ? Number(rows[0].first_seq) : null;
};
