import type pg from 'pg';
import { type Cell, copyRows, textArray, writeRows } from '#database';
import {
  type Attainment,
  type Delta,
  dimensionColumns,
  dimensions as dimensionNames,
  type FigureSubject,
  subjectFromRow,
  type SubjectRow,
  subjectToRow,
} from '#figures';

/** Of a row of `back_filled_subject filled`: whether the measures that it is of are filled in. */
const isFilledSql = `not exists (
  select from figure_back_fill open where open.target = 0 and open.computation = filled.computation)`;

/** Subjects, and how their rows were found. */
interface ReadSubjects {
  readonly subjects: ReadonlyMap<string, FigureSubject>;
  /** Those that have a row. */
  readonly stored: ReadonlySet<string>;
  /** Whether some of it is to be joined with that row. */
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
 * What came of measures that were filled in stands beside the subjects until it is joined with them, by whoever comes first: the next
 * fact of the subject, or the back-fill itself.
 */
export const liveSubjects: SubjectRows = {
  read: async (client, subjects) => {
    if (subjects.length === 0) return { subjects: new Map(), stored: new Set() };
    const { rows } = await client.query<StoredSubject & { readonly stored: boolean }>(
      `select subject, state, true as stored from figure_subject where subject = any($1::text[])
       union all
       select subject, state, false from back_filled_subject filled where subject = any($1::text[]) and ${isFilledSql}`,
      [textArray(subjects)],
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
    await writeRows(
      client,
      { table: 'figure_subject', key: { subject: 'text' }, others: { state: 'json' } },
      [...subjects].map(([subject, state]) => ({
        isNew: !stored.has(subject),
        cells: [subject, JSON.stringify(subjectToRow(state))],
      })),
    );
    if (!isBackFilled) return;
    await client.query(
      `delete from back_filled_subject filled where subject = any($1::text[]) and ${isFilledSql}`,
      [textArray([...subjects.keys()])],
    );
  },
};

const deltaColumns =
  `computation, seq, ordinal, effective_date, ${dimensionColumns}, distinct_key, quantity`.split(', ');

/** The quantities. Never changed afterwards: what is taken back is one more. */
export const writeDeltas = async (client: pg.ClientBase, deltas: readonly Delta[]): Promise<void> => {
  if (deltas.length === 0) return;
  const rows = deltas.map(
    ({ computation, seq, ordinal, effectiveDate, dimensions, key, quantity }): readonly Cell[] => [
      computation,
      seq,
      ordinal,
      effectiveDate,
      ...dimensionNames.map((name) => dimensions[name]),
      key,
      String(quantity),
    ],
  );
  await copyRows(client, 'measure_delta', deltaColumns, rows);
};

export const writeAttainments = async (
  client: pg.ClientBase,
  attainments: readonly Attainment[],
): Promise<void> => {
  if (attainments.length === 0) return;
  await client.query(
    `insert into target_attainment (target, computation, total, first_seq)
     select t, c, q, f from json_to_recordset($1::json) as row (t bigint, c bigint, q numeric, f bigint)
     on conflict (target, computation) do update set total = excluded.total, first_seq = excluded.first_seq`,
    [
      JSON.stringify(
        attainments.map(({ target, computation, total, firstSeq }) => ({
          t: target,
          c: computation,
          q: String(total),
          f: firstSeq,
        })),
      ),
    ],
  );
};

/** Remembers that facts of these types have come, so that a measure defined after them is never taken for whole. */
export const writeSourceFacts = async (
  client: pg.ClientBase,
  firstSeqs: ReadonlyMap<string, number>,
): Promise<void> => {
  if (firstSeqs.size === 0) return;
  await client.query(
    `insert into source_fact (type, first_seq) select * from unnest($1::text[], $2::bigint[])
     on conflict (type) do nothing`,
    [[...firstSeqs.keys()], [...firstSeqs.values()]],
  );
};
