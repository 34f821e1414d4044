export { ClaimQuery, ClaimsQuery, claimsPage } from './claims/claims.query.js';
export { loanBookChecker } from './loan-book.checker.js';
export { LoanBookModule } from './loan-book.module.js';
export { loanBookProjection } from './loan-book.projection.js';
export { LoanHistoryQuery } from './loan-history.query.js';
export { LoanPageQuery, LoansQuery, loansPage } from './loans.query.js';
