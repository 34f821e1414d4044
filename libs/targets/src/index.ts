export { TargetsModule } from './targets.module.js';
export { targetsProjection } from './targets.projection.js';
export { ProgrammeQuery, ProgrammesQuery } from './definitions/programmes.query.js';
export { MeasureQuery, MeasuresQuery, RecordedFactsQuery } from './definitions/measures.query.js';
export { CalendarQuery } from './definitions/calendar.query.js';
export { DefinitionsInForceQuery } from './definitions/definitions-in-force.query.js';
export { ProgressQuery } from './progress/progress.query.js';
export { type DimensionFilters } from './progress/cut.js';
