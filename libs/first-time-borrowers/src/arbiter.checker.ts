import { rowsChecker } from '#projections';
import { arbiterName } from './arbiter.projection.js';
import { expectedDerivedSql, expectedDossiersSql, expectedLoansSql } from './expected-dossiers-sql.js';

/** Every row that the arbiter keeps, derived a second time. */
export const arbiterChecker = rowsChecker(arbiterName, [
  { table: 'first_time_loan', key: ['stream'], rows: expectedLoansSql },
  { table: 'first_time_dossier', key: ['borrower_key'], rows: expectedDossiersSql },
  { table: 'derived_facts', key: ['follower', 'stream', 'revision'], rows: expectedDerivedSql(arbiterName) },
]);
