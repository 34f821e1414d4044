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

interface StoredSubject {
  readonly subject: string;
  readonly state: SubjectRow;
}

export const readSubjects = async (
  client: pg.ClientBase,
  subjects: readonly string[],
): Promise<Map<string, FigureSubject>> => {
  const { rows } = await client.query<StoredSubject>(
    'select subject, state from figure_subject where subject = any($1::text[])',
    [subjects],
  );
  return new Map(rows.map(({ subject, state }) => [subject, subjectFromRow(state)]));
};

export const writeSubjects = async (
  client: pg.ClientBase,
  subjects: ReadonlyMap<string, FigureSubject>,
): Promise<void> => {
  if (subjects.size === 0) return;
  await client.query(
    `insert into figure_subject (subject, state)
     select subject, state from json_to_recordset($1::json) as row (subject text, state json)
     on conflict (subject) do update set state = excluded.state`,
    [JSON.stringify([...subjects].map(([subject, state]) => ({ subject, state: subjectToRow(state) })))],
  );
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
