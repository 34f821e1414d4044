import type pg from 'pg';
import type { Candidate } from './candidate.js';

/** Subjects that were derived anew, and all candidates that they have by now. */
export interface Derived {
  readonly subjects: readonly string[];
  readonly candidates: readonly Candidate[];
}

/** Those that the subjects had before are gone first: another subject may have their keys by now. */
export const replaceCandidates = async (
  connection: pg.ClientBase,
  derived: readonly Derived[],
): Promise<void> => {
  const subjects = derived.flatMap((each) => each.subjects);
  const candidates = derived.flatMap((each) => each.candidates);
  if (subjects.length === 0) return;
  await connection.query('delete from anomaly_candidate where subject = any($1::text[])', [subjects]);
  if (candidates.length === 0) return;
  await connection.query(
    `insert into anomaly_candidate (signal, key, subject, institutions, happened_on, page)
     select * from json_to_recordset($1::json)
         as written (signal text, key text, subject text, institutions text[], happened_on date, page json)`,
    [JSON.stringify(candidates.map((candidate) => ({ ...candidate, happened_on: candidate.page.on })))],
  );
};
