import { rowsChecker } from '#projections';
import { expectedClaimsSql } from './claims/expected-claims-sql.js';
import { expectedLoansSql } from './expected-loans-sql.js';
import { loanBookProjection } from './loan-book.projection.js';

/** Every loan and every claim, derived a second time. */
export const loanBookChecker = rowsChecker(loanBookProjection.name, [
  { table: 'loan_page', key: ['institution', 'loan_id'], rows: expectedLoansSql },
  { table: 'claim_page', key: ['institution', 'loan_id'], rows: expectedClaimsSql },
]);
