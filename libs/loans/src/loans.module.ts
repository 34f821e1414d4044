import { Module } from '@nestjs/common';
import { CancelLoanHandler } from './cancel-loan/cancel-loan.handler.js';
import { ClaimFirstTimeHandler } from './claim-first-time/claim-first-time.handler.js';
import { ExtendLoanHandler } from './extend-loan/extend-loan.handler.js';
import { IssueLoanHandler } from './issue-loan/issue-loan.handler.js';
import { OpenLoanHandler } from './open-loan/open-loan.handler.js';
import { ReclassifyLoanHandler } from './reclassify-loan/reclassify-loan.handler.js';
import { RenewLoanHandler } from './renew-loan/renew-loan.handler.js';
import { RepayLoanHandler } from './repay-loan/repay-loan.handler.js';
import { WriteOffLoanHandler } from './write-off-loan/write-off-loan.handler.js';

@Module({
  providers: [
    OpenLoanHandler,
    IssueLoanHandler,
    RenewLoanHandler,
    ExtendLoanHandler,
    RepayLoanHandler,
    ReclassifyLoanHandler,
    WriteOffLoanHandler,
    CancelLoanHandler,
    ClaimFirstTimeHandler,
  ],
})
export class LoansModule {}
