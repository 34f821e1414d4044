export { FollowerSession } from './follower.session.js';
export { effectiveDay, knownFacts, type Sequenced, standing } from './known-facts.js';
export { addYuan, subtractYuan, zeroYuan } from './page-money.js';
export type { Projection } from './projection.js';
export { follow } from './projection.follower.js';
export { ProjectionProgress } from './projection-progress.query.js';
export { ProjectionsModule } from './projections.module.js';
export { type RowFold } from './row-fold.js';
export { rowsOf, rowsProjection } from './rows.projection.js';
