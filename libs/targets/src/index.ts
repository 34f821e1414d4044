export { TargetsModule } from './targets.module.js';
export { targetsChecker } from './targets.checker.js';
export { targetsBackFill, targetsProjection } from './targets.projection.js';
export {
  CalendarQuery,
  MeasureQuery,
  MeasuresQuery,
  ProgrammeQuery,
  ProgrammesQuery,
} from './definitions/definitions.query.js';
export { progressOf, progressOfFold, ProgressQuery } from './progress/progress.query.js';
export { ForecastsQuery } from './forecasts/forecasts.query.js';
export { forecastable, forecastsOf, lastWholeDay } from './forecasts/make-forecasts.query.js';
export { ExplainQuery, type TwoCuts } from './explain/explain.query.js';
export { BreakdownQuery, SeriesQuery } from './measures/measure-figures.query.js';
export type { Found, Unanswerable } from './measures/measure-cut.js';
export { MeasureFactsQuery } from './measures/measure-facts.query.js';
export { previewOf } from './preview/measure-preview.connection.js';
