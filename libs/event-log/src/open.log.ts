import type pg from 'pg';
import type { ConnectedEventStore, EventStoreOptions } from './eventstore/connect-event-store.log.js';
import type { EventStoreLogOptions } from './eventstore/open-event-store.log.js';
import { readSequencerState } from './eventstore/start-barrier.query.js';
import type { StoreClient } from './eventstore/store.client.js';
import type { OpenLog } from './open-log.js';
import { headSeq } from './postgres/facts.table.js';
import type { Shortage } from './postgres/log-end.query.js';
import { LogPresence } from './postgres/log-presence.connection.js';
import { openPostgresLog } from './postgres/open-postgres.log.js';

export interface LogOptions {
  /** The database that holds the facts, or the sequenced copies. */
  readonly pool: pg.Pool;
  /** The event store of the log; undefined where the log is in the database. */
  readonly eventStore: { readonly url: string; readonly prefix: string } | undefined;
  /** Called with an error before an operation is tried again. */
  readonly onSetback: (error: unknown) => void;
  /** Called when facts are missing at the end of the log, and with null when all are back. */
  readonly onShortage?: (shortage: Shortage | null) => void;
  /** Called when the log was moved to another engine while it was open here. Nothing may be appended any more. */
  readonly onMoved?: () => void;
  /** Least time between two notifications of new facts, where these are in the database. Default: `notificationPauseMs`. */
  readonly notifyPauseMs?: () => number;
}

/** The facts of the database come from another engine or from other streams. Appending would split the log in two. */
export class WrongLog extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WrongLog';
  }
}

/**
 * Opens the log that the settings name.
 *
 * @throws WrongLog where the database has facts from elsewhere, or while the log is being moved
 */
export const openLog = async (options: LogOptions): Promise<OpenLog> => {
  const { pool, eventStore, onSetback, onShortage, onMoved = () => undefined, notifyPauseMs } = options;
  // The lock comes before the check, so that nobody moves the log in between.
  const presence = await LogPresence.enter(pool, {
    isStillHere: async () => (await reasonAgainst(options)) === undefined,
    onMoved,
    onSetback,
  });
  if (!presence)
    throw new WrongLog('The log is being moved from one engine to another: wait until that has ended.');
  try {
    const reason = await reasonAgainst(options);
    if (reason !== undefined) throw new WrongLog(reason);
  } catch (error) {
    await presence.close();
    throw error;
  }
  const open = eventStore
    ? await openEventStoreLog({ pool, ...eventStore, onSetback, onShortage })
    : openPostgresLog({ pool, onSetback, onShortage, notifyPauseMs });
  return {
    ...open,
    close: async () => {
      await open.close();
      await presence.close();
    },
  };
};

const reasonAgainst = async ({ pool, eventStore }: LogOptions): Promise<string | undefined> => {
  const state = await readSequencerState(pool);
  if (!eventStore)
    return state
      ? 'The facts of this database come from an event store: XUDAI_EVENT_STORE_URL names it.'
      : undefined;
  if (state && state.prefix !== eventStore.prefix)
    return 'The facts of this database come from streams of another XUDAI_STREAM_PREFIX.';
  if (!state && (await headSeq(pool)) > 0)
    return 'This database holds facts that were not recorded in an event store.';
  return undefined;
};

/**
 * Checks the event store before the first append. Facts that are recorded in a wrong store, or in an older copy, would be lost when the
 * right one is back.
 *
 * @throws WrongLog where the store does not hold the facts that the database has from it
 */
export const refuseAnotherStore = async (
  open: Pick<OpenLog, 'holdsSequenced'>,
  pool: pg.Pool,
): Promise<void> => {
  if (!(await open.holdsSequenced(pool)))
    throw new WrongLog(
      'The event store does not hold the last fact of this database where it was: it is another store, or an older copy of it.',
    );
};

// Loaded on demand: the client of the event store, with gRPC and protobuf, takes longer to load than the rest of this lib, and programs
// whose log is in PostgreSQL never need it.

export const openEventStoreLog = async (options: EventStoreLogOptions): Promise<OpenLog> => {
  const engine = await import('./eventstore/open-event-store.log.js');
  return engine.openEventStoreLog(options);
};

export const connectEventStore = async (options: EventStoreOptions): Promise<ConnectedEventStore> => {
  const engine = await import('./eventstore/connect-event-store.log.js');
  return engine.connectEventStore(options);
};

export const openStoreClient = async (url: string): Promise<StoreClient> => {
  const client = await import('./eventstore/store.client.js');
  return new client.StoreClient(url);
};
