import type pg from 'pg';
import { NotificationListener } from '#database';
import { CheckedLog } from '../checked-log.js';
import type { OpenLog } from '../open-log.js';
import { SeqPositions } from '../fact-sequence.js';
import { Appender } from './appender.connection.js';
import { LogEnd, reasonOfShortage, type Shortage } from './log-end.query.js';
import { PostgresEventLog } from './postgres.log.js';
import { PostgresFactSequence, PostgresReportIndex } from './facts.query.js';

export interface PostgresLogOptions {
  /** Reads go through it; the connections that append and listen are made beside it, as it makes its own. */
  readonly pool: pg.Pool;
  /** An append without an answer for so long ends as unknown; 10 s unless given. */
  readonly deadlineMs?: number;
  /** Called with what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
  /** Called when facts are found missing, and with null when all are there again. */
  readonly onShortage?: ((shortage: Shortage | null) => void) | undefined;
  /** How long nothing is said of new facts after something was; no time unless given. */
  readonly restOfNewsMs?: (() => number) | undefined;
}

/** The log in PostgreSQL. A process opens it once, so that its appends are gathered. The pool stays the caller's. */
export const openPostgresLog = ({
  pool,
  deadlineMs = 10_000,
  onSetback,
  onShortage,
  restOfNewsMs,
}: PostgresLogOptions): OpenLog => {
  const end = new LogEnd(pool, { onSetback, onShortage });
  const appender = new Appender(pool, end, { deadlineMs, onSetback, restOfNewsMs });
  const listener = new NotificationListener(pool, { channel: 'xudai_facts', onSetback });
  const unchecked = new PostgresEventLog(pool, appender, listener, onSetback);
  const log = new CheckedLog(unchecked, () => end.check());
  return {
    log,
    // Appends are put together whoever hands them over.
    bulk: log,
    inOrder: unchecked,
    index: new PostgresReportIndex(pool),
    sequence: new PostgresFactSequence(pool),
    positions: new SeqPositions(),
    holdsSequenced: async () => true,
    // The database is asked for anyway by whoever reads.
    state: async () => {
      const { shortage } = end;
      return { reasons: shortage ? [reasonOfShortage(shortage)] : [], shortage, eventStore: null };
    },
    close: async () => {
      end.close();
      await appender.close();
      await listener.close();
    },
  };
};
