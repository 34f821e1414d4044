import type pg from 'pg';
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

/** Where the subjects of figures are kept. */
export interface SubjectRows {
  read(client: pg.ClientBase, subjects: readonly string[]): Promise<ReadonlyMap<string, FigureSubject>>;
  write(client: pg.ClientBase, subjects: ReadonlyMap<string, FigureSubject>): Promise<void>;
}

export interface StoredSubject {
  readonly subject: string;
  readonly state: SubjectRow;
}

/** Subjects as one parameter, to be taken apart as `row (subject text, state json)`. */
export const subjectRecords = (subjects: ReadonlyMap<string, FigureSubject>): string =>
  JSON.stringify([...subjects].map(([subject, state]) => ({ subject, state: subjectToRow(state) })));

/**
 * What came of measures that were filled in stands beside the subjects until it is joined with them, by whoever comes first: the next
 * fact of the subject, or the back-fill itself.
 */
export const liveSubjects: SubjectRows = {
  read: async (client, subjects) => {
    const { rows } = await client.query<StoredSubject>(
      `select subject, state from figure_subject where subject = any($1::text[])
       union all
       select subject, state from back_filled_subject filled where subject = any($1::text[]) and ${isFilledSql}`,
      [subjects],
    );
    const read = new Map<string, FigureSubject>();
    for (const { subject, state } of rows) {
      const more = subjectFromRow(state);
      const known = read.get(subject);
      read.set(subject, known ? { ...known, active: [...known.active, ...more.active] } : more);
    }
    return read;
  },
  write: async (client, subjects) => {
    if (subjects.size === 0) return;
    await client.query(
      `insert into figure_subject (subject, state)
       select subject, state from json_to_recordset($1::json) as row (subject text, state json)
       on conflict (subject) do update set state = excluded.state`,
      [subjectRecords(subjects)],
    );
    await client.query(
      `delete from back_filled_subject filled where subject = any($1::text[]) and ${isFilledSql}`,
      [[...subjects.keys()]],
    );
  },
};

/** Members of a row as JSON: a dimension has the name that it has in facts. */
const deltaMembers = `c bigint, s bigint, o integer, e date, ${dimensionNames.map((name) => `"${name}" text`).join(', ')},
  u text, q numeric`;

/** The quantities. Never changed afterwards: what is taken back is one more. */
export const writeDeltas = async (client: pg.ClientBase, deltas: readonly Delta[]): Promise<void> => {
  if (deltas.length === 0) return;
  await client.query(
    `insert into measure_delta (computation, seq, ordinal, effective_date, ${dimensionColumns}, distinct_key, quantity)
     select * from json_to_recordset($1::json) as row (${deltaMembers})`,
    [
      JSON.stringify(
        deltas.map(({ computation, seq, ordinal, effectiveDate, dimensions, key, quantity }) => ({
          c: computation,
          s: seq,
          o: ordinal,
          e: effectiveDate,
          ...dimensions,
          u: key,
          q: String(quantity),
        })),
      ),
    ],
  );
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
