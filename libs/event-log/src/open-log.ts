import type pg from 'pg';
import type { StoreState } from './eventstore/store-state.js';
import type { EventLog, ManyStreams, FactSequence, SequencePositions } from './event-log.js';
import type { Shortage } from './postgres/log-end.query.js';
import type { ReportIndex } from './report-index.js';

/** The current state of a log. */
export interface LogState {
  /** Sentences that say why facts cannot be recorded or sequenced now; none when all is well. */
  readonly reasons: readonly string[];
  /** Facts missing at the end of the log; null where none is. */
  readonly shortage: Shortage | null;
  /** State of the event store, where the log lives in one. */
  readonly eventStore: StoreState | null;
}

/** An open log of one process. */
export interface OpenLog {
  readonly log: EventLog & ManyStreams;
  /** The same log, faster for callers that hand over many appends to different streams at once. */
  readonly bulk: EventLog & ManyStreams;
  /** Streams out of the table of sequenced facts. It answers also while an event store does not, and may lag behind it. */
  readonly sequenced: ManyStreams;
  readonly index: ReportIndex;
  readonly sequence: FactSequence;
  readonly positions: SequencePositions;
  /** Whether the log holds the last fact that this database has sequenced of it, at the same place; true before the first. */
  holdsSequenced(database: Pick<pg.Pool, 'query'>): Promise<boolean>;
  /** Answers within some seconds, also where an engine does not answer. */
  state(): Promise<LogState>;
  /** Refuses further appends, finishes those under way, and closes the connections. */
  close(): Promise<void>;
}
