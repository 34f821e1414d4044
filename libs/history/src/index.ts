export { type Amendment, type Amendments, amendmentsIn, RecordedSubjects } from './amendments.js';
export { dayDecided, historyOf, standingFacts } from './history.js';
