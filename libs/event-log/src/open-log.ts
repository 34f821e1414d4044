import type pg from 'pg';
import type { StoreState } from './eventstore/store-state.js';
import type { EventLog, ManyStreams } from './event-log.js';
import type { Shortage } from './postgres/log-end.query.js';
import type { FactSequence, SequencePositions } from './fact-sequence.js';
import type { ReportIndex } from './report-index.js';

/** How a log stands now. */
export interface LogState {
  /** Why facts cannot be recorded now, or do not come into the sequence, in sentences; none when all is well. */
  readonly reasons: readonly string[];
  /** What is missing at the end of the log; null when nothing is. */
  readonly shortage: Shortage | null;
  /** What they follow, where the log lives in an event store. */
  readonly eventStore: StoreState | null;
}

/** A log as a process has it open. */
export interface OpenLog {
  readonly log: EventLog & ManyStreams;
  /** The same log, the quicker way for who hands over many appends to different streams at once. */
  readonly bulk: EventLog & ManyStreams;
  /** Streams as far as they stand in the sequence, which can be asked when the log itself does not answer. */
  readonly sequenced: ManyStreams;
  readonly index: ReportIndex;
  readonly sequence: FactSequence;
  readonly positions: SequencePositions;
  /** Whether it holds the last fact of the sequence that this database has of it, where it has it; true before the first. */
  holdsSequenced(database: Pick<pg.Pool, 'query'>): Promise<boolean>;
  /** Asks whoever the log consists of; within some seconds, whatever does not answer. */
  state(): Promise<LogState>;
  /** Takes no more appends, finishes those under way, and lets go of its connections. */
  close(): Promise<void>;
}
