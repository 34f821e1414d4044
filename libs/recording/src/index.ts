export {
  type DecisionContext,
  late,
  notYetEffective,
  timeAhead,
  unknownDistrictOrIndustry,
} from './common-rules.js';
export { Ledger, changeStream, storedAs, type StreamChange } from './ledger.log.js';
export { type Author, newFact } from './new-fact.js';
export { KeyedMutex, type Turn } from './keyed-mutex.js';
export {
  type Fold,
  type FoldedStream,
  type FoldRequest,
  inSlices,
  type RecordedReport,
  recordedReports,
  replayInSlices,
} from './folded-stream.log.js';
