export { BailoutBookModule } from './bailout-book.module.js';
export { bailoutBookProjection } from './bailout-book.projection.js';
export { type AllocationPage, allocationPage } from './allocations/allocation-page.js';
export { type AllocationsAsked, AllocationsQuery } from './allocations/allocations.query.js';
export { type DisbursementPage, disbursementPage } from './disbursements/disbursement-page.js';
export { type DisbursementsAsked, DisbursementsQuery } from './disbursements/disbursements.query.js';
export { type BailoutProgrammePage, bailoutProgrammePage } from './programmes/bailout-programme-page.js';
export { type BailoutProgrammesAsked, BailoutProgrammesQuery } from './programmes/bailout-programmes.query.js';
