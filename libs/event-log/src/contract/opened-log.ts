import type { EventLog, ManyStreams } from '../event-log.js';
import type { ReportIndex } from '../report-index.js';

/** A log under test, with what the contract may do to it. */
export interface OpenedLog {
  readonly log: EventLog & ManyStreams;
  readonly index: ReportIndex;
  /** Whether subscriptions end once they have caught up. */
  readonly endsWhenCaughtUp?: boolean;
  /** Opens the same log as another process would, or this one after a restart. */
  readonly reopen?: () => Promise<OpenedLog>;
  /** Breaks all connections of this log. */
  readonly cutConnections?: () => Promise<void>;
  close(): Promise<void>;
}

export type Opened = () => OpenedLog;
