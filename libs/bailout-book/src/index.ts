import { Module } from '@nestjs/common';
import {
  AllocationsHandler,
  BailoutProgrammeHandler,
  BailoutProgrammesHandler,
  DisbursementsHandler,
} from './bailout-lists.query.js';

export { bailoutBookChecker } from './bailout-book.checker.js';
export { bailoutBookProjection } from './bailout-book.projection.js';
export {
  AllocationsQuery,
  BailoutProgrammeQuery,
  BailoutProgrammesQuery,
  DisbursementsQuery,
  disbursementsPage,
} from './bailout-lists.query.js';

@Module({
  providers: [DisbursementsHandler, AllocationsHandler, BailoutProgrammeHandler, BailoutProgrammesHandler],
})
export class BailoutBookModule {}
