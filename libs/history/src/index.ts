export {
  type Amendment,
  type Amendments,
  amendmentsIn,
  dayDecided,
  historyOf,
  RecordedSubjects,
  standingFacts,
} from './history.js';
