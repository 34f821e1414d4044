import type pg from 'pg';
import { openEventStoreLog } from './eventstore/open-event-store-log.engine.js';
import { holdsLastSequenced } from './eventstore/same-store.query.js';
import { readSequencerState } from './eventstore/sequencer-state.query.js';
import type { OpenLog } from './open-log.js';
import { headSeq } from './postgres/facts.table.js';
import { openPostgresLog } from './postgres/open-postgres-log.engine.js';

export interface LogOptions {
  /** Of the database that holds the facts, or their sequence. */
  readonly pool: pg.Pool;
  /** Where the log lives, unless in the database. */
  readonly eventStore: { readonly url: string; readonly prefix: string } | undefined;
  /** Told what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
}

/** The database belongs to another engine, or to other streams: appending on would make two logs of one. */
export class WrongLog extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WrongLog';
  }
}

/**
 * The log that the settings name.
 *
 * @throws WrongLog when the database holds facts that do not come from there
 */
export const openLog = async ({ pool, eventStore, onSetback }: LogOptions): Promise<OpenLog> => {
  const state = await readSequencerState(pool);
  if (!eventStore) {
    if (state)
      throw new WrongLog(
        'The facts of this database come from an event store: XUDAI_EVENT_STORE_URL names it.',
      );
    return openPostgresLog({ pool, onSetback });
  }
  if (state && state.prefix !== eventStore.prefix)
    throw new WrongLog('The facts of this database come from streams of another XUDAI_STREAM_PREFIX.');
  if (!state && (await headSeq(pool)) > 0)
    throw new WrongLog('This database holds facts that were not recorded in an event store.');
  return openEventStoreLog({ pool, ...eventStore, onSetback });
};

/**
 * For who appends: facts that are recorded in another store, or in an older copy, would be lost when the right one is back.
 *
 * @throws WrongLog when the store does not hold what the database has from it
 */
export const refuseAnotherStore = async (
  { log }: OpenLog,
  { pool, eventStore }: Pick<LogOptions, 'pool' | 'eventStore'>,
): Promise<void> => {
  if (eventStore && !(await holdsLastSequenced(log, pool)))
    throw new WrongLog(
      'The event store does not hold the last fact of this database where it was: it is another store, or an older copy of it.',
    );
};
