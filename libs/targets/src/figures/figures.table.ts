import type pg from 'pg';
import type { Attainment } from './attainment.js';
import type { Delta } from './contributions.js';
import { dayRolls } from './day-rolls.js';
import type { FigureSubject } from './figure-subject.js';
import { subjectFromRow, type SubjectRow, subjectToRow } from './subject-row.js';

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

const insertDeltas = (client: pg.ClientBase, deltas: readonly Delta[]): Promise<unknown> =>
  client.query(
    `insert into measure_delta (computation, seq, ordinal, effective_date, institution, district, industry, size,
       bailout_programme, borrower_kind, distinct_key, quantity)
     select * from json_to_recordset($1::json) as row (c bigint, s bigint, o integer, e date, i text, d text, n text, z text,
       b text, k text, u text, q numeric)`,
    [
      JSON.stringify(
        deltas.map(({ computation, seq, ordinal, effectiveDate, dimensions, key, quantity }) => ({
          c: computation,
          s: seq,
          o: ordinal,
          e: effectiveDate,
          i: dimensions.institution,
          d: dimensions.district,
          n: dimensions.industry,
          z: dimensions.size,
          b: dimensions.bailoutProgramme,
          k: dimensions.kind,
          u: key,
          q: String(quantity),
        })),
      ),
    ],
  );

const rollUp = (client: pg.ClientBase, deltas: readonly Delta[]): Promise<unknown> =>
  client.query(
    `insert into measure_day (computation, dimension, value, effective_date, quantity)
     select * from json_to_recordset($1::json) as row (c bigint, d text, v text, e date, q numeric)
     on conflict (computation, dimension, value, effective_date)
     do update set quantity = measure_day.quantity + excluded.quantity`,
    [
      JSON.stringify(
        dayRolls(deltas).map(({ computation, dimension, value, effectiveDate, quantity }) => ({
          c: computation,
          d: dimension,
          v: value,
          e: effectiveDate,
          q: String(quantity),
        })),
      ),
    ],
  );

/** The quantities, and in the same transaction the sums kept beside them. */
export const writeDeltas = async (client: pg.ClientBase, deltas: readonly Delta[]): Promise<void> => {
  if (deltas.length === 0) return;
  await insertDeltas(client, deltas);
  await rollUp(client, deltas);
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
