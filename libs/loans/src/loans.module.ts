import { Module } from '@nestjs/common';
import { CancelLoanHandler } from './cancel-loan/cancel-loan.handler.js';
import { IssueLoanHandler } from './issue-loan/issue-loan.handler.js';
import { OpenLoanHandler } from './open-loan/open-loan.handler.js';
import { RenewLoanHandler } from './renew-loan/renew-loan.handler.js';
import { RepayLoanHandler } from './repay-loan/repay-loan.handler.js';

@Module({
  providers: [OpenLoanHandler, IssueLoanHandler, RenewLoanHandler, RepayLoanHandler, CancelLoanHandler],
})
export class LoansModule {}
