export {
  type Append,
  type AppendGuard,
  type Appended,
  type CaughtUp,
  EventLog,
  type ExpectedRevision,
  type ManyStreams,
  type PositionedFact,
  type ReadStream,
  type RevisionConflict,
  FactSequence,
  isLater,
  laterPosition,
  SequencePositions,
} from './event-log.js';
export {
  AnotherStore,
  AppendTooLarge,
  IndexBehind,
  isOfMember,
  LogShortened,
  LogUnavailable,
  NoFact,
  NotStorable,
  OutcomeUnknown,
  OverlayFull,
  StorageFull,
} from './event-log-errors.js';
export { openMemoryLog } from './memory/open-memory-log.js';
export { knownInTime } from './eventstore/known-store.query.js';
export {
  connectEventStore,
  type LogOptions,
  openEventStoreLog,
  openLog,
  openStoreClient,
  refuseAnotherStore,
  WrongLog,
} from './open.log.js';
export type { LogState, OpenLog } from './open-log.js';
export type { EventStoreLogOptions } from './eventstore/open-event-store.log.js';
export type { StoreState } from './eventstore/store-state.js';
export type { StoreClient } from './eventstore/store.client.js';
export { type Overlay, overlayOf } from './overlay/overlay.js';
export { type ExclusiveLog, takeLogExclusively } from './postgres/log-presence.connection.js';
export { notificationPauseMs } from './postgres/new-facts.connection.js';
export type { Shortage } from './postgres/log-end.query.js';
export { openPostgresLog, type PostgresLogOptions } from './postgres/open-postgres.log.js';
export { readSequencerState } from './eventstore/start-barrier.query.js';
export { type FoundReport, type ReportAsked, ReportIndex } from './report-index.js';
export { appendLimitBytes } from './serialised-append.js';
