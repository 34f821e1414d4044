import { Module } from '@nestjs/common';
import { ClaimHandler, ClaimsHandler } from './claims/claims.query.js';
import { LoanHistoryHandler } from './loan-history.query.js';
import { LoanPageHandler, LoansHandler } from './loans.query.js';

export { ClaimQuery, ClaimsQuery, claimsPage } from './claims/claims.query.js';
export { loanBookChecker } from './loan-book.checker.js';
export { loanBookProjection } from './loan-book.projection.js';
export { LoanHistoryQuery } from './loan-history.query.js';
export { LoanPageQuery, LoansQuery, loansPage } from './loans.query.js';

@Module({ providers: [LoanPageHandler, LoansHandler, LoanHistoryHandler, ClaimHandler, ClaimsHandler] })
export class LoanBookModule {}
