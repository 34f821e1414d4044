import { Module } from '@nestjs/common';
import { AllocationRequestHandler } from './allocations/allocation-request.query.js';
import { AllocationsHandler } from './allocations/allocations.query.js';
import { DisbursementsHandler } from './disbursements/disbursements.query.js';
import { BailoutProgrammesHandler } from './programmes/bailout-programmes.query.js';

@Module({
  providers: [DisbursementsHandler, AllocationsHandler, AllocationRequestHandler, BailoutProgrammesHandler],
})
export class BailoutBookModule {}
