export { type Amendment, type Amendments, amendmentsIn } from './amendments.js';
export { standingFacts } from './history.js';
