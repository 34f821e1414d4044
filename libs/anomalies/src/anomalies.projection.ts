import type pg from 'pg';
import { textArray } from '#database';
import { addRows, column, type Projection, readAmendments, readTable, rowsOf } from '#projections';
import type { Derived } from './candidate.js';
import { signalClaim } from './claims.table.js';
import { deriveLoans } from './loans.table.js';
import { signalMovement } from './movements.table.js';
import { deriveBailouts, signalReceipts } from './receipts.table.js';
import { signalCalendars, signalInstitutions, signalReportingDays } from './reporting.js';
import { deriveReusedIds } from './reused-ids.table.js';

const rows = [
  rowsOf(signalInstitutions),
  rowsOf(signalCalendars),
  rowsOf(signalReportingDays),
  rowsOf(signalReceipts),
];

export const anomalyCandidate = readTable('anomaly_candidate', {
  signal: column.key,
  key: column.key,
  subject: column.id,
  institutions: { ...column.text, array: true },
  happened_on: column.date,
  page: column.json,
});

/** Those that the subjects had before are gone first: another subject may have their keys by now. */
const replaceCandidates = async (connection: pg.ClientBase, derived: readonly Derived[]): Promise<void> => {
  const subjects = derived.flatMap((each) => each.subjects);
  const candidates = derived.flatMap((each) => each.candidates);
  if (subjects.length === 0) return;
  await connection.query('delete from anomaly_candidate where subject = any($1::text[])', [
    textArray(subjects),
  ]);
  await addRows(
    connection,
    anomalyCandidate,
    candidates.map(({ signal, key, subject, institutions, page }) => ({
      signal,
      key,
      subject,
      institutions,
      happened_on: page.on,
      page: JSON.stringify(page),
    })),
  );
};

/** What may be suspicious in what was reported, and how it was reported. */
export const anomaliesProjection: Projection = {
  name: 'anomalies',
  version: 1,
  tables: [...rows.map(({ table }) => table), signalClaim, signalMovement, anomalyCandidate],
  parks: true,
  apply: async (facts, connection) => {
    const amendments = await readAmendments(connection, facts);
    for (const change of rows) await change.apply(facts, amendments, connection);
    await replaceCandidates(connection, [
      ...(await deriveLoans(facts, amendments, connection)),
      await deriveBailouts(facts, amendments, connection),
      await deriveReusedIds(facts, amendments, connection),
    ]);
  },
};
