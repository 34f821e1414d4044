import { Module } from '@nestjs/common';
import {
  AllocationsHandler,
  BailoutProgrammeHandler,
  BailoutProgrammesHandler,
} from './allocations.query.js';
import { DisbursementsHandler } from './disbursements/disbursements.query.js';

@Module({
  providers: [DisbursementsHandler, AllocationsHandler, BailoutProgrammeHandler, BailoutProgrammesHandler],
})
export class BailoutBookModule {}
