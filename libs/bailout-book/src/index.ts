export { bailoutBookChecker } from './bailout-book.checker.js';
export { BailoutBookModule } from './bailout-book.module.js';
export { bailoutBookProjection } from './bailout-book.projection.js';
export { AllocationsQuery } from './allocations/allocations.query.js';
export type { DisbursementPage } from './disbursements/disbursement-page.js';
export { DisbursementsQuery, disbursementsPage } from './disbursements/disbursements.query.js';
export type { BailoutProgrammePage } from './programmes/bailout-programme-page.js';
export { BailoutProgrammeQuery, BailoutProgrammesQuery } from './programmes/bailout-programmes.query.js';
