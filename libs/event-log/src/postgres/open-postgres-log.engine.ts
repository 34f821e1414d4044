import type pg from 'pg';
import type { OpenLog } from '../open-log.js';
import { SeqPositions } from '../sequence-positions.js';
import { Appender } from './appender.connection.js';
import { FactsListener } from './facts.listener.js';
import { PostgresEventLog } from './postgres-event-log.engine.js';
import { PostgresFactSequence } from './postgres-fact-sequence.query.js';
import { PostgresReportIndex } from './postgres-report-index.query.js';

export interface PostgresLogOptions {
  /** Reads go through it; the connections that append and listen are made beside it, as it makes its own. */
  readonly pool: pg.Pool;
  /** An append without an answer for so long ends as unknown; 10 s unless told. */
  readonly deadlineMs?: number;
  /** Told what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
}

/** The log in PostgreSQL. A process opens it once, so that its appends are gathered. The pool stays the caller's. */
export const openPostgresLog = ({ pool, deadlineMs = 10_000, onSetback }: PostgresLogOptions): OpenLog => {
  const appender = new Appender(pool, { deadlineMs, onSetback });
  const listener = new FactsListener(pool, onSetback);
  const log = new PostgresEventLog(pool, appender, listener, onSetback);
  return {
    log,
    // Appends are put together whoever hands them over.
    bulk: log,
    inOrder: log,
    index: new PostgresReportIndex(pool),
    sequence: new PostgresFactSequence(pool, listener, onSetback),
    positions: new SeqPositions(),
    holdsSequenced: async () => true,
    // The database is asked for anyway by whoever reads.
    state: async () => ({ reasons: [], eventStore: null }),
    close: async () => {
      await appender.close();
      await listener.close();
    },
  };
};
