import type pg from 'pg';
import type { OpenLog } from '../open-log.js';
import { FactsListener } from '../postgres/facts.listener.js';
import { PostgresFactSequence } from '../postgres/postgres-fact-sequence.query.js';
import { StreamsOfFacts } from '../postgres/streams-of-facts.query.js';
import { PostgresReportIndex } from '../postgres/postgres-report-index.query.js';
import { connectEventStore, type EventStoreOptions } from './connect-event-store.engine.js';
import { RecentReportIndex } from './recent-report-index.js';
import { holdsLastSequenced } from './same-store.query.js';
import { StartBarrier } from './start-barrier.query.js';
import { StoreHealth } from './store-health.query.js';
import { reasonsOf } from './store-state.js';
import { StoreSequencePositions } from './store-sequence-positions.query.js';

export interface EventStoreLogOptions extends EventStoreOptions {
  /** Of the database where the sequencer puts the facts in order. Stays the caller's. */
  readonly pool: pg.Pool;
}

/** The log in an event store: appended to and decided on there, read in order from the table that the sequencer fills. */
export const openEventStoreLog = ({ pool, ...options }: EventStoreLogOptions): OpenLog => {
  const { onSetback, prefix } = options;
  const { log, bulk, known, recent, latestFrom, close } = connectEventStore(options);
  const holdsSequenced = (database: pg.Pool | pg.PoolClient) => holdsLastSequenced(log, database);
  const barrier = new StartBarrier(log, pool, onSetback);
  known.lookBy(() => holdsSequenced(pool));
  const listener = new FactsListener(pool, onSetback);
  const health = new StoreHealth({ log, known, barrier, pool, prefix });
  return {
    log,
    bulk,
    inOrder: new StreamsOfFacts(pool),
    index: new RecentReportIndex(
      recent,
      new PostgresReportIndex(pool, () => null),
      known,
      barrier,
      latestFrom(() => barrier.begun),
    ),
    sequence: new PostgresFactSequence(pool, listener, onSetback),
    positions: new StoreSequencePositions(pool, listener, onSetback),
    holdsSequenced,
    state: async () => {
      const state = await health.state();
      return { reasons: reasonsOf(state), eventStore: state };
    },
    close: async () => {
      barrier.close();
      await close();
      await listener.close();
    },
  };
};
