import { type Projection, readAmendments, rowsOf } from '#projections';
import { replaceCandidates } from './candidates.table.js';
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
