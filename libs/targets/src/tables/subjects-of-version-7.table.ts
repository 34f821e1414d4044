import { textArray } from '#database';
import { type FigureSubject, subjectFromRow, type SubjectRow, subjectToRow } from '#figures';
import { putRows } from '#projections';
import type { SubjectRows } from './figures.table.js';
import { figureSubject } from './read-tables.table.js';

/*
 * Until version 7 of the projection the row of a subject held what its facts count for, and was written again with each of them. Rows of
 * that version are followed like this until the new ones are switched to. Quantities of back-filled measures are in rows of their own until
 * the next fact of the subject.
 */

/** SQL over a row of `back_filled_subject filled`: whether the back-fill of its measures is complete. */
const isFilledSql = `not exists (
  select from figure_back_fill open where open.target = 0 and open.computation = filled.computation)`;

export const subjectsOfVersion7: SubjectRows = {
  holdActive: true,
  read: async (client, subjects) => {
    if (subjects.length === 0) return new Map();
    const { rows } = await client.query<{ readonly subject: string; readonly state: SubjectRow }>(
      `select subject, state from figure_subject where subject = any($1::text[])
       union all
       select subject, state from back_filled_subject filled where subject = any($1::text[]) and ${isFilledSql}`,
      [textArray(subjects.toSorted())],
    );
    const read = new Map<string, FigureSubject>();
    for (const { subject, state } of rows) {
      const more = subjectFromRow(state);
      const known = read.get(subject);
      read.set(subject, known ? { ...known, active: [...known.active, ...more.active] } : more);
    }
    return read;
  },
  write: async (client, subjects, known) => {
    await putRows(
      client,
      figureSubject,
      [...subjects].map(([subject, state]) => ({
        presence: known.has(subject) ? 'present' : 'absent',
        cells: { subject, state: JSON.stringify(subjectToRow(state)) },
      })),
    );
    await client.query(
      `delete from back_filled_subject filled where subject = any($1::text[]) and ${isFilledSql}`,
      [textArray([...subjects.keys()])],
    );
  },
};
