export { EventOutcomeQuery } from './event-outcome.query.js';
export { StreamOrder } from './in-stream-order.js';
export { Intake, mostDryReports } from './intake.log.js';
export { type Answered, answeredUnread, type Decided, isOpen, type SubmittedReport } from './sent-report.js';
export {
  BlankLines,
  EndlessLine,
  longestLine,
  longestReport,
  mostDepth,
  type ReportLine,
  reportLines,
  TooManyBlankLines,
} from './report-lines.js';
export { IntakeModule } from './intake.module.js';
export { type RefusedOutcome, type ReportOutcome, violation } from './outcome.js';
export { readReport } from './read-report.js';
export { recordReport } from './record-report.log.js';
export { recordRead } from './record-report.handler.js';
export { pruneRefusals, RefusalsList, storable } from './refusals.table.js';
export { RefusalsQuery } from './refusals.query.js';
export {
  deciderOf,
  reportDecider,
  type ReportDecider,
  type ReportDeciders,
  type StreamLimit,
} from './report-decider.js';
