export { EventOutcomeQuery } from './event-outcome.query.js';
export { inItsTurn } from './in-its-turn.js';
export { IntakeDesk } from './intake-desk.log.js';
export { IntakeModule } from './intake.module.js';
export type { RecordedOutcome, RefusedOutcome, ReportOutcome } from './outcome.js';
export { readReport } from './read-report.js';
export { violation } from './refusal-message.js';
export { RefusalsList } from './refusals.table.js';
export { RefusalsQuery } from './refusals.query.js';
