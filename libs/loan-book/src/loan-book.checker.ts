import { byStream, factsOfStreams, rowsChecker, type SlicedBy } from '#projections';
import { expectedClaimsSql } from './claims/expected-claims-sql.js';
import { expectedLoansSql } from './expected-loans-sql.js';
import { loanBookProjection } from './loan-book.projection.js';

const expectedFormerLoansSql = `
  select distinct original.data->'borrower'->>'id' as borrower_key, original.institution, original.data->>'loanId' as loan_id
    from told reversal
    join told original on original.stream = reversal.stream
                      and original.revision = (reversal.data->'corrects'->>'revision')::integer
   where reversal.type = 'FactReversed' and original.type in ('LoanIssued', 'LoanOpened')`;

const byLoan = byStream('loan', `'loan-' || institution || '-' || loan_id`);

const settling = `('FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked')`;

/** A loan, with what the arbiter settled in the streams of the borrowers that it was claimed for: these are short. */
const byClaimedLoan: SlicedBy = {
  ...byLoan,
  ofFacts: `${byLoan.ofFacts}
    union all select 'loan-' || institution || '-' || (data->>'loanId') from block where type in ${settling}`,
  facts: `
    with own as materialized (${factsOfStreams}), claimed as materialized (
      select distinct 'borrower-' || (data->'borrower'->>'id') as stream from own where type = 'FirstTimeClaimed'
    )
    select * from own
    union all
    select settled.* from claimed cross join lateral (
      select * from facts where facts.stream = claimed.stream and type in ${settling} offset 0) settled`,
};

/** Every loan and every claim, derived a second time. */
export const loanBookChecker = rowsChecker(loanBookProjection.name, [
  { table: 'loan_page', key: ['institution', 'loan_id'], rows: expectedLoansSql, by: byLoan },
  { table: 'claim_page', key: ['institution', 'loan_id'], rows: expectedClaimsSql, by: byClaimedLoan },
  {
    table: 'former_loan',
    key: ['borrower_key', 'institution', 'loan_id'],
    rows: expectedFormerLoansSql,
    by: byLoan,
  },
]);
