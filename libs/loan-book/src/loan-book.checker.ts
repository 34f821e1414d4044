import { byClaimedLoan, byLoan, rowsChecker } from '#projections';
import { expectedClaimsSql } from './claims/expected-claims-sql.js';
import { expectedLoansSql } from './expected-loans-sql.js';
import { loanBookProjection } from './loan-book.projection.js';

const expectedFormerLoansSql = `
  select distinct original.data->'borrower'->>'id' as borrower_key, original.institution, original.data->>'loanId' as loan_id
    from told reversal
    join told original on original.stream = reversal.stream
                      and original.revision = (reversal.data->'corrects'->>'revision')::integer
   where reversal.type = 'FactReversed' and original.type in ('LoanIssued', 'LoanOpened')`;

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
