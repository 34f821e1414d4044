import type pg from 'pg';
import { copyRows } from '#database';
import { type Projection, readAmendments, rowsOf } from '#projections';
import type { Derived } from './candidate.js';
import { deriveLoans } from './loans.table.js';
import { deriveBailouts, signalReceipts } from './receipts.table.js';
import { signalCalendars, signalInstitutions, signalReportingDays } from './reporting.js';
import { deriveReusedIds } from './reused-ids.table.js';

const rows = [
  rowsOf(signalInstitutions),
  rowsOf(signalCalendars),
  rowsOf(signalReportingDays),
  rowsOf(signalReceipts),
];

/** Those that the subjects had before are gone first: another subject may have their keys by now. */
const replaceCandidates = async (connection: pg.ClientBase, derived: readonly Derived[]): Promise<void> => {
  const subjects = derived.flatMap((each) => each.subjects);
  const candidates = derived.flatMap((each) => each.candidates);
  if (subjects.length === 0) return;
  await connection.query('delete from anomaly_candidate where subject = any($1::text[])', [subjects]);
  if (candidates.length === 0) return;
  await copyRows(
    connection,
    'anomaly_candidate',
    ['signal', 'key', 'subject', 'institutions', 'happened_on', 'page'],
    candidates.map(({ signal, key, subject, institutions, page }) => [
      signal,
      key,
      subject,
      institutions,
      page.on,
      JSON.stringify(page),
    ]),
  );
};

/** What may be suspicious in what was reported, and how it was reported. */
export const anomaliesProjection: Projection = {
  name: 'anomalies',
  version: 1,
  parks: true,
  apply: async (facts, connection) => {
    const amendments = await readAmendments(connection, facts);
    for (const apply of rows) await apply(facts, amendments, connection);
    await replaceCandidates(connection, [
      ...(await deriveLoans(facts, amendments, connection)),
      await deriveBailouts(facts, amendments, connection),
      await deriveReusedIds(facts, amendments, connection),
    ]);
  },
};
