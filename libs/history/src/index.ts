export { type Amendment, type Amendments, amendmentsIn } from './amendments.js';
export { dayDecided, historyOf, standingFacts } from './history.js';
