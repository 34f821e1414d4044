import { byClaimedLoan, byLoan, rowsChecker } from '#projections';
import { claimPageTable } from './claims/claim-page.table.js';
import { expectedClaimsSql } from './claims/expected-claims-sql.js';
import { expectedLoansSql } from './expected-loans-sql.js';
import { formerLoans } from './former-loans.table.js';
import { loanPageTable } from './loan-page.table.js';
import { loanBookProjection } from './loan-book.projection.js';

const expectedFormerLoansSql = `
  select distinct original.data->'borrower'->>'id' as borrower_key, original.institution, original.data->>'loanId' as loan_id
    from applied reversal
    join applied original on original.stream = reversal.stream
                      and original.revision = (reversal.data->'corrects'->>'revision')::integer
   where reversal.type = 'FactReversed' and original.type in ('LoanIssued', 'LoanOpened')`;

/** Every loan and every claim, derived a second time. */
export const loanBookChecker = rowsChecker(loanBookProjection.name, [
  { table: loanPageTable.table, rows: expectedLoansSql, by: byLoan },
  { table: claimPageTable.table, rows: expectedClaimsSql, by: byClaimedLoan },
  {
    table: formerLoans.table,
    rows: expectedFormerLoansSql,
    by: byLoan,
  },
]);
