import type { ConnectedEventStore, EventStoreOptions } from './eventstore/connect-event-store.engine.js';
import type { EventStoreLogOptions } from './eventstore/open-event-store-log.engine.js';
import type { StoreClient } from './eventstore/store.client.js';
import type { OpenLog } from './open-log.js';

// The way into the engine on an event store. Its client, with gRPC and protobuf, is loaded by who opens one first: that takes longer
// than all else of this lib together, and programs whose log lies in PostgreSQL never need it.

export const openEventStoreLog = async (options: EventStoreLogOptions): Promise<OpenLog> => {
  const engine = await import('./eventstore/open-event-store-log.engine.js');
  return engine.openEventStoreLog(options);
};

export const connectEventStore = async (options: EventStoreOptions): Promise<ConnectedEventStore> => {
  const engine = await import('./eventstore/connect-event-store.engine.js');
  return engine.connectEventStore(options);
};

export const openStoreClient = async (url: string): Promise<StoreClient> => {
  const client = await import('./eventstore/store.client.js');
  return new client.StoreClient(url);
};
