import { Module } from '@nestjs/common';
import { GrantAllocationHandler } from './allocation/grant-allocation.handler.js';
import { DefineBailoutProgrammeHandler } from './bailout-programme/define-bailout-programme.handler.js';
import { DisburseHandler } from './disburse/disburse.handler.js';
import { ReturnDisbursementHandler } from './return-disbursement/return-disbursement.handler.js';

@Module({
  providers: [
    DisburseHandler,
    ReturnDisbursementHandler,
    DefineBailoutProgrammeHandler,
    GrantAllocationHandler,
  ],
})
export class BailoutModule {}
