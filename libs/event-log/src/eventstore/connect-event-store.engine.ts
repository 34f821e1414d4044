import { EventStoreLog } from './event-store-log.engine.js';
import { RecentReports } from './recent-reports.js';
import { StoreAppender } from './appender.client.js';
import { StoreClient } from './store.client.js';

export interface EventStoreOptions {
  /** `esdb://` or `esdb+discover://`. */
  readonly url: string;
  /** Put before every stream name in the store; not part of any fact. */
  readonly prefix: string;
  /** One attempt to append is waited for so long; 5 s unless told. */
  readonly attemptMs?: number;
  /** An append without an answer for so long ends as unknown; 30 s unless told, which outlasts an election. */
  readonly unknownAfterMs?: number;
  /** A subscription that says nothing for so long is looked after; 2 s unless told. */
  readonly silenceMs?: number;
  /** Told what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
}

/** The log alone, which needs nothing but the store. */
export interface ConnectedEventStore {
  readonly log: EventStoreLog;
  readonly recent: RecentReports;
  close(): Promise<void>;
}

export const connectEventStore = (options: EventStoreOptions): ConnectedEventStore => {
  const { url, prefix, attemptMs = 5_000, unknownAfterMs = 30_000, silenceMs = 2_000, onSetback } = options;
  const store = new StoreClient(url);
  const followStore = new StoreClient(url);
  const appender = new StoreAppender(store, { attemptMs, unknownAfterMs, onSetback });
  const recent = new RecentReports();
  return {
    log: new EventStoreLog({ store, followStore, appender, recent, prefix, silenceMs, onSetback }),
    recent,
    close: async () => {
      await appender.close();
      await Promise.all([store.close(), followStore.close()]);
    },
  };
};
