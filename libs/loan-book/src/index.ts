export { LoanBookModule } from './loan-book.module.js';
export { loanBookProjection } from './loan-book.projection.js';
export { type LoanHistoryItem } from './loan-history.js';
export { LoanHistoryQuery } from './loan-history.query.js';
export { type Leg, type LoanPage, loanPage } from './loan-page.js';
export { LoanPageQuery } from './loan-page.query.js';
export { type LoansAsked, LoansQuery } from './loans.query.js';
