import { type CheckedPart, checkerOf, rowsChecker } from '#projections';
import { anomaliesProjection } from './anomalies.projection.js';
import { expectedCandidatesSql } from './expected-candidates-sql.js';
import {
  expectedCalendarsSql,
  expectedClaimsSql,
  expectedInstitutionsSql,
  expectedMovementsSql,
  expectedReceiptsSql,
  expectedReportingDaysSql,
} from './expected-rows-sql.js';

const rows = rowsChecker(anomaliesProjection.name, [
  { table: 'signal_institution', key: ['code'], rows: expectedInstitutionsSql },
  { table: 'signal_calendar', key: ['code', 'year'], rows: expectedCalendarsSql },
  { table: 'signal_reporting_day', key: ['institution', 'day'], rows: expectedReportingDaysSql },
  {
    table: 'signal_receipt',
    key: ['institution', 'programme', 'disbursement_id'],
    rows: expectedReceiptsSql,
  },
  { table: 'signal_claim', key: ['borrower_key', 'institution', 'loan_id'], rows: expectedClaimsSql },
  { table: 'signal_movement', key: ['institution', 'loan_id', 'seq'], rows: expectedMovementsSql },
  { table: 'anomaly_candidate', key: ['signal', 'key'], rows: expectedCandidatesSql },
]);

const byHash = (part: CheckedPart): CheckedPart => ({
  ...part,
  check: async (client, slice) => {
    await client.query('set local enable_nestloop = off');
    const mismatches = await part.check(client, slice);
    await client.query('set local enable_nestloop to default');
    return mismatches;
  },
});

/**
 * Every row of candidates, and of what they rest on, derived a second time. How many rows a step gives nobody knows beforehand: meeting by
 * hash is never much too slow, and one by one may be.
 */
export const anomaliesChecker = checkerOf(rows.projection, rows.parts.map(byHash));
