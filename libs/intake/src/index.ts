export { EventOutcomeQuery, type EventPage } from './event-outcome.query.js';
export { inItsTurn } from './in-its-turn.js';
export { type Gathered, IntakeDesk, type Sender } from './intake-desk.log.js';
export { IntakeModule } from './intake.module.js';
export type {
  NotBuiltOutcome,
  RecordedOutcome,
  RefusedOutcome,
  ReportOutcome,
  UnknownOutcome,
  Violated,
} from './outcome.js';
export { type Reading, readReport } from './read-report.js';
export { RefusalsList } from './refusals.table.js';
export { type RefusalPage, RefusalsQuery } from './refusals.query.js';
export { streamOf } from './streams-of-report.js';
