import { BatchAppender } from './batch-append/batch-appender.client.js';
import { EventStoreLog } from './event-store.log.js';
import { KnownStore } from './known-store.query.js';
import { RecentReports } from './recent-reports.js';
import { StoreAppender } from './appender.client.js';
import { StoreClient } from './store.client.js';
import { StoreTail } from './store-tail.client.js';

export interface EventStoreOptions {
  /** `esdb://` or `esdb+discover://`. */
  readonly url: string;
  /** Put before every stream name in the store; not part of any fact. */
  readonly prefix: string;
  /** One attempt to append is waited for so long; 5 s unless given. */
  readonly attemptMs?: number;
  /** An append without an answer for so long ends as unknown; 30 s unless given, which outlasts an election. */
  readonly unknownAfterMs?: number;
  /** A read is tried again for so long before the log is said to be unavailable; 10 s unless given. */
  readonly readPatienceMs?: number;
  /** A subscription that says nothing for so long is looked after; 2 s unless given. */
  readonly silenceMs?: number;
  /** Called with what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
}

/** The log alone, which needs nothing but the store. */
export interface ConnectedEventStore {
  readonly log: EventStoreLog;
  /** The same, for who hands over many appends at once. */
  readonly bulk: EventStoreLog;
  /** Doubts nothing until it is given a way to look. */
  readonly known: KnownStore;
  readonly recent: RecentReports;
  /** Not read before it is given a place to read from. */
  readonly tail: StoreTail;
  close(): Promise<void>;
}

export const connectEventStore = (options: EventStoreOptions): ConnectedEventStore => {
  const { url, prefix, onSetback } = options;
  const { attemptMs = 5_000, unknownAfterMs = 30_000, silenceMs = 2_000, readPatienceMs = 10_000 } = options;
  const [store, followStore] = [new StoreClient(url), new StoreClient(url)];
  const known = new KnownStore(onSetback);
  const appender = new StoreAppender(store, new BatchAppender(url, attemptMs), known, {
    attemptMs,
    unknownAfterMs,
    onSetback,
  });
  const recent = new RecentReports();
  const tail = new StoreTail({ store, known, prefix, readPatienceMs, onSetback }, recent);
  const engine = {
    store,
    known,
    tail,
    followStore,
    appender,
    recent,
    prefix,
    onSetback,
    silenceMs,
    readPatienceMs,
  };
  return {
    log: new EventStoreLog({ ...engine, way: 'alone' }),
    bulk: new EventStoreLog({ ...engine, way: 'with-others' }),
    known,
    recent,
    tail,
    close: async () => {
      await appender.close();
      known.close();
      await Promise.all([store.close(), followStore.close()]);
    },
  };
};
