import type pg from 'pg';
import { type Presence, textArray } from '#database';
import {
  type Attainment,
  type Delta,
  type CountedUnder,
  type Dimensions,
  columnOf,
  dimensions as dimensionNames,
  type FigureSubject,
} from '#figures';
import { addRows, type Cells, column, keepRows, putRows, readTable } from '#projections';
import { figureSubject, sourceFact, targetAttainment } from './read-tables.table.js';
import type { AtFact, Queryable } from './closings.table.js';

export type Subjects = ReadonlyMap<string, FigureSubject>;

/** Where subjects of figures are kept. */
export interface SubjectRows {
  /** Whether rows hold what their subjects count for. Otherwise it follows from their facts, and only a cancellation asks for it. */
  readonly holdActive: boolean;
  /** Those that have a row. */
  read(client: pg.ClientBase, subjects: readonly string[]): Promise<Subjects>;
  /** `known`: as they were read. */
  write(client: pg.ClientBase, subjects: Subjects, known: Subjects): Promise<void>;
}

interface SubjectState {
  readonly subject: string;
  readonly state: CountedUnder;
}

export const subjectsIn = (rows: readonly SubjectState[]): Subjects =>
  new Map(rows.map(({ subject, state }) => [subject, { ...state, active: [] }]));

const isSame = (one: CountedUnder | undefined, other: CountedUnder): boolean =>
  one?.dimensions === other.dimensions && one.loan === other.loan && one.former === other.former;

/** Rows of subjects that are counted under something else than before: hardly any but of those that begin. */
export const subjectRows = (
  subjects: Subjects,
  known: Subjects,
): readonly { readonly presence: Presence; readonly cells: Cells<'subject' | 'state'> }[] =>
  [...subjects].flatMap(([subject, { active: _active, ...state }]) =>
    isSame(known.get(subject), state)
      ? []
      : [
          {
            presence: known.has(subject) ? 'present' : 'absent',
            cells: { subject, state: JSON.stringify(state) },
          },
        ],
  );

/** The follower's. */
export const liveSubjects: SubjectRows = {
  holdActive: false,
  read: async (client, subjects) => {
    if (subjects.length === 0) return new Map();
    const { rows } = await client.query<SubjectState>(
      'select subject, state from figure_subject where subject = any($1::text[])',
      [textArray(subjects.toSorted())],
    );
    return subjectsIn(rows);
  },
  write: (client, subjects, known) => putRows(client, figureSubject, subjectRows(subjects, known)),
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
