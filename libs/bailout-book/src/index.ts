import { Module } from '@nestjs/common';
import {
  AllocationsHandler,
  BailoutProgrammeHandler,
  BailoutProgrammesHandler,
} from './allocations.query.js';
import { DisbursementsHandler } from './disbursements/disbursements.query.js';

export { bailoutBookChecker } from './bailout-book.checker.js';
export { bailoutBookProjection } from './bailout-book.projection.js';
export { AllocationsQuery, BailoutProgrammeQuery, BailoutProgrammesQuery } from './allocations.query.js';
export { DisbursementsQuery, disbursementsPage } from './disbursements/disbursements.query.js';

@Module({
  providers: [DisbursementsHandler, AllocationsHandler, BailoutProgrammeHandler, BailoutProgrammesHandler],
})
export class BailoutBookModule {}
