export { LoanBookModule } from './loan-book.module.js';
export { loanBookProjection } from './loan-book.projection.js';
export { LoanHistoryQuery } from './loan-history.query.js';
export { LoanPageQuery } from './loan-page.query.js';
export { LoansQuery } from './loans.query.js';
