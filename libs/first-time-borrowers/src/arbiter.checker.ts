import { byStream, derivedFacts, rowsChecker, type SlicedBy } from '#projections';
import { arbiterName } from './arbiter.projection.js';
import { firstTimeDossier, firstTimeLoan } from './dossier.table.js';
import { expectedDerivedSql, expectedDossiersSql, expectedLoansSql } from './expected-dossiers-sql.js';

const byDerivedFact: SlicedBy = {
  ofFacts: `select stream || '/' || revision as subject from block where starts_with(stream, 'borrower-')`,
  ofRows: `select stream || '/' || revision as subject from chosen`,
  facts: `
    select found.* from subject cross join lateral (
      select * from facts where stream = split_part(subject.subject, '/', 1)
         and revision = split_part(subject.subject, '/', 2)::integer offset 0) found`,
};

/** Every row that the arbiter keeps, derived a second time. */
export const arbiterChecker = rowsChecker(arbiterName, [
  { table: firstTimeLoan, rows: expectedLoansSql, by: byStream('loan', 'stream') },
  // All loans that a borrower has or had at any bank, and nothing leads from a borrower to those that are another's by now.
  { table: firstTimeDossier, rows: expectedDossiersSql },
  {
    table: derivedFacts,
    rows: expectedDerivedSql(arbiterName),
    by: byDerivedFact,
  },
]);
