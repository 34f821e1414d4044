export { type AsWritten, asWritten } from './as-written.js';
export { lawRuns, sizeOf } from './campaigns.js';
export { correctedTo, reversedAt } from './changed-facts.js';
export { exampleBank, exampleReport, type ExampleType, exampleTypes } from './example-reports.js';
export { factOf, metadataOf } from './fact-of.js';
export { faultProxy } from './fault-proxy.server.js';
export { FollowedLog } from './followed-log.connection.js';
export { given } from './given.expectation.js';
export { onDay } from './on-day.js';
export {
  bankA,
  bankB,
  borrower,
  claimOf,
  disbursementOf,
  loanOf,
  type Planted,
  planted,
  reported,
} from './planted-facts.js';
export { plantedMeasures } from './planted-measures.js';
export { expectPlantedRowsFound, foundInSlices } from './planted-rows.expectation.js';
export { testDatabase, type TestDatabase } from './test-database.connection.js';
export { itWhileOthersRun } from './while-others-run.expectation.js';
