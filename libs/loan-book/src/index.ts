export { ClaimQuery, ClaimsQuery, claimsPage } from './claims/claims.query.js';
export type { ShownClaim } from './claims/claim-page-shape.js';
export { loanBookChecker } from './loan-book.checker.js';
export { LoanBookModule } from './loan-book.module.js';
export { loanBookProjection } from './loan-book.projection.js';
export { LoanHistoryQuery } from './loan-history.query.js';
export { LoanPageQuery } from './loan-page.query.js';
export type { ShownLoan } from './loan-page-shape.js';
export { LoansQuery, loansPage } from './loans.query.js';
