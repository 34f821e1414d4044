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

const emptyDossier = `'{"drawdowns": {}, "claims": [], "decisions": []}'`;

const begins = `('LoanIssued', 'LoanOpened')`;

/**
 * A borrower, and a loan of which a fact says that it is this borrower's: where the stored dossier lacks the loan, nothing else leads from one to
 * the other. `/` is in neither. A loan that was reversed may be another borrower's by now, whose other loans are not read.
 */
const byBorrower: SlicedBy = {
  ofFacts: `
    select (data->'borrower'->>'id') || '/' || stream as subject from block
     where type in ${begins} or type = 'FirstTimeClaimed'
    union all
    select (begun.data->'borrower'->>'id') || '/' || begun.stream
      from (select distinct stream from block
             where type in ('LoanCancelled', 'FactCorrected', 'FactReversed') and starts_with(stream, 'loan-')) touched
     cross join lateral (select * from facts where facts.stream = touched.stream and type in ${begins} offset 0) begun
    union all
    select (data->>'borrowerKey') || '/' from block where type = 'FirstTimeContestDecided'`,
  ofRows: `select borrower_key || '/' as subject from chosen`,
  facts: `
    with borrower as materialized (
      select distinct split_part(subject, '/', 1) as borrower_key from subject
    ), named as materialized (
      select split_part(subject, '/', 2) as stream from subject
      union
      select 'borrower-' || borrower_key from borrower
      union
      select loan.stream from borrower cross join lateral (
        select stream from first_time_loan where first_time_loan.borrower_key = borrower.borrower_key offset 0) loan
      union
      select 'loan-' || (claim->>'institution') || '-' || (claim->>'loanId') from borrower cross join lateral (
        select dossier from first_time_dossier where first_time_dossier.borrower_key = borrower.borrower_key offset 0) stored
       cross join lateral json_array_elements(stored.dossier->'claims') claim
    )
    select found.* from named cross join lateral (select * from facts where facts.stream = named.stream offset 0) found`,
  isOfSubject: `derived.borrower_key in (select split_part(subject, '/', 1) from subject)`,
};

/** Every row that the arbiter keeps, derived a second time. */
export const arbiterChecker = rowsChecker(arbiterName, [
  { table: firstTimeLoan, rows: expectedLoansSql, by: byStream('loan', 'stream') },
  {
    table: firstTimeDossier,
    rows: expectedDossiersSql,
    by: byBorrower,
    // From a dossier that is empty again nothing leads to loans that were reversed. It says what no dossier says.
    only: { named: 'borrowers with loans', rows: `stored.dossier::jsonb <> ${emptyDossier}` },
  },
  {
    table: derivedFacts,
    rows: expectedDerivedSql(arbiterName),
    by: byDerivedFact,
  },
]);
