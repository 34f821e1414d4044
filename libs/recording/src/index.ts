export {
  type DecisionContext,
  late,
  notYetEffective,
  timeAhead,
  unknownDistrictOrIndustry,
} from './common-rules.js';
export { inSlices, replayInSlices } from './replay-in-slices.log.js';
export { Ledger } from './ledger.log.js';
export { type Author, newFact } from './new-fact.js';
export { type Fold, type FoldedStream, type FoldRequest } from './stream-folds.log.js';
export { changeStream, storedAs, type StreamChange } from './change-stream.log.js';
export { KeyedMutex, type Turn } from './keyed-mutex.js';
export { type RecordedReport, recordedReports } from './recorded-reports.js';
