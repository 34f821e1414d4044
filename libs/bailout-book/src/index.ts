export { bailoutBookChecker } from './bailout-book.checker.js';
export { BailoutBookModule } from './bailout-book.module.js';
export { bailoutBookProjection } from './bailout-book.projection.js';
export { AllocationsQuery, BailoutProgrammeQuery, BailoutProgrammesQuery } from './allocations.query.js';
export { DisbursementsQuery, disbursementsPage } from './disbursements/disbursements.query.js';
