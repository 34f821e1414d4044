export { effectiveDay, knownFacts, type Sequenced, standing } from './known-facts.js';
export { addYuan, subtractYuan, zeroYuan } from './page-money.js';
export type { Projection, ProjectionFailure } from './projection.js';
export { type FactSource, follow, type Following, type FollowingEnded } from './projection.follower.js';
export { type Progress, ProjectionProgress } from './projection-progress.query.js';
export { ProjectionsModule } from './projections.module.js';
export { foldBatch, type Row, type RowChanges, type RowFold, type RowKey } from './row-fold.js';
export { rowsOf, rowsProjection } from './rows.projection.js';
