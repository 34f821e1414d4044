import { Module } from '@nestjs/common';
import { ClaimHandler, ClaimsHandler } from './claims/claims.query.js';
import { LoanHistoryHandler } from './loan-history.query.js';
import { LoanPageHandler, LoansHandler } from './loans.query.js';

@Module({ providers: [LoanPageHandler, LoansHandler, LoanHistoryHandler, ClaimHandler, ClaimsHandler] })
export class LoanBookModule {}
