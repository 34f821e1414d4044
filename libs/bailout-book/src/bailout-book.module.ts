import { Module } from '@nestjs/common';
import { AllocationsHandler } from './allocations/allocations.query.js';
import { DisbursementsHandler } from './disbursements/disbursements.query.js';
import { BailoutProgrammeHandler, BailoutProgrammesHandler } from './programmes/bailout-programmes.query.js';

@Module({
  providers: [DisbursementsHandler, AllocationsHandler, BailoutProgrammeHandler, BailoutProgrammesHandler],
})
export class BailoutBookModule {}
