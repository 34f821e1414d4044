export { BailoutBookModule } from './bailout-book.module.js';
export { bailoutBookProjection } from './bailout-book.projection.js';
export { AllocationsQuery } from './allocations/allocations.query.js';
export { DisbursementsQuery } from './disbursements/disbursements.query.js';
export { BailoutProgrammesQuery } from './programmes/bailout-programmes.query.js';
export { AllocationRequestQuery } from './allocations/allocation-request.query.js';
