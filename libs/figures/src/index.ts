export {
  columnOf,
  dimensionColumns,
  type DimensionFilters,
  type Dimensions,
  dimensions,
  dimensionsJsonSql,
  type FilterDimension,
  filteredDimensions,
  isUnder,
  isUnderKeySql,
  rollUpKeysAsked,
  eachRollUpKey,
  rollUpKeysOf,
  rollUpSumsSql,
} from './dimensions.js';
export { countablePaths, factPaths, keyPaths } from './measured-document.js';
export { compileFilter, filterFault } from './filter-expression.js';
export {
  type Cut,
  isEmpty,
  isRolledUp,
  isRolledUpDistinct,
  isWithin,
  type PeriodCut,
  cutSql,
  rollUpRowsSql,
  withinSql,
} from './cut.js';
export { Parameters } from '#keyset';
export {
  type CalendarVersion,
  computationOf,
  countsFromItsBeginning,
  definitionFactTypes,
  type Definition,
  definitionOf,
  type DefinedData,
  type DefinitionKey,
  type DefinitionKind,
  type DefinitionsInForce,
  type MeasureVersion,
  type ProgrammeVersion,
  type TargetVersion,
} from './definitions.js';
export {
  compileSources,
  isSource,
  type MeasureInForce,
  sourceName,
  type SourcesByFact,
  nameOfNarrowing,
  narrowedData,
  narrowingsOf,
  narrowsMeasures,
} from './measures-in-force.js';
export { compileIndicators, type IndicatorValue } from './indicator-values.js';
export {
  beginningOf,
  type ActiveQuantity,
  type CountedUnder,
  type FigureSubject,
  subjectFromRow,
  type SubjectRow,
  subjectToRow,
} from './figure-subject.js';
export {
  activeAfter,
  contributed,
  contributesTo,
  movesSubject,
  type SubjectChange,
  type SubjectChanges,
} from './changed-contributions.js';
export { type ChangedStreams, type FigureFold, foldFigures } from './figure-fold.js';
export type { Delta } from './contributions.js';
export {
  type Attainment,
  type DaySum,
  figureOf,
  follow,
  type Goal,
  goalOf,
  quantityOf,
  quantityText,
  satisfies,
  scaled,
  type Step,
  growthOf,
  growthProgress,
  type GrowthProgress,
} from './goal.js';
export { countedSteps, type KeyQuantity } from './first-cells.js';
export { type DistinctStep, distinctSteps, type KeyCell } from './distinct-keys.js';
export { forecastMethod, forecastOf } from './forecast.js';
export { paceOf, paceYears, recentSince } from './pace.js';
export { PseudoRandom } from './pseudo-random.js';
export {
  besidePlans,
  type DistinctPlan,
  distinctPlans,
  type FigurePlan,
  type FigureReading,
  followedComputations,
  followedTarget,
  planOfTarget,
  shownFigure,
} from './figure-plan.js';
