import type { EventLog, ManyStreams } from '../event-log.js';
import type { ReportIndex } from '../report-index.js';

/** A log as the contract is given it. */
export interface OpenedLog {
  readonly log: EventLog & ManyStreams;
  readonly index: ReportIndex;
  /** Subscriptions end with what is there: nobody waits for what comes. */
  readonly endsWhenCaughtUp?: boolean;
  /** The same facts as another process sees them, or this one after a restart. */
  readonly reopen?: () => Promise<OpenedLog>;
  /** Breaks every connection that this log has, in whatever state it is. */
  readonly cutConnections?: () => Promise<void>;
  close(): Promise<void>;
}

export type Opened = () => OpenedLog;
