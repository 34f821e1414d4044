import { Module } from '@nestjs/common';
import { ChecksHandler } from './projection-check.table.js';
import { ProjectionCheckpoints } from './projection-checkpoints.query.js';
import { AskForRebuildHandler, ParkedFactsHandler, RebuildsHandler } from './rebuilds.query.js';

export {
  changingTypesSql,
  factColumns,
  factsOfStreams,
  readAmendments,
  streamFacts,
} from './amendments.query.js';
export { type BackFill, FactNotCounted, keepBackFilling, stoppedBackFills } from './back-fill.follower.js';
export { FollowerSemaphore } from './follower-pace.js';
export { checkOnce, inSnapshot } from './check.table.js';
export {
  type CheckedPart,
  type Checker,
  checkedSeqSql,
  checkerOf,
  isAppliedSql,
  type Mismatch,
  once,
  saysNothing,
  sliceSize,
  wholePart,
  type Passed,
  type Projection,
  type ProjectionFailure,
} from './projection.js';
export { keepChecking } from './checking.follower.js';
export {
  addRows,
  type Cells,
  column,
  derivedFacts,
  keepRows,
  noteDerived,
  noteMet,
  putRows,
  readTable,
} from './read-table.table.js';
export {
  addYuan,
  existing,
  refold,
  type Row,
  type RowFold,
  type Sequenced,
  subtractYuan,
  zeroYuan,
} from './row-fold.js';
export { isOfTheFact, Setback } from './parked-fact.table.js';
export { follow } from './projection.follower.js';
export { ChecksQuery } from './projection-check.table.js';
export { ProjectionCheckpoints } from './projection-checkpoints.query.js';
export { keepRebuilding, type Switched } from './rebuild.follower.js';
export { AskForRebuildCommand, ParkedFactsQuery, RebuildsQuery } from './rebuilds.query.js';
export { changeRows, existingRows, rowsOf, rowsProjection, type TableChange } from './rows.projection.js';
export {
  byChangedFact,
  byClaimedLoan,
  byDisbursement,
  byLoan,
  byStream,
  changesOfSql,
  factsOfDisbursementsSql,
  settlingTypes,
  type SlicedBy,
  byHash,
  byKeys,
  partByBlocks,
  partOfRows,
} from './slices.checker.js';
export { rowsChecker } from './rows.checker.js';
export { summedPart } from './summed-rows.checker.js';
export { SharedFacts } from './shared-facts.js';

@Module({
  providers: [
    ProjectionCheckpoints,
    ChecksHandler,
    RebuildsHandler,
    AskForRebuildHandler,
    ParkedFactsHandler,
  ],
  exports: [ProjectionCheckpoints],
})
export class ProjectionsModule {}
