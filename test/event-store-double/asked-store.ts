import { randomUUID } from 'node:crypto';
import { type AppendResult, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { credentialsIn } from './credentials-in.js';
import { EventStoreDouble } from './event-store-double.server.js';

/** The server that XUDAI_EVENT_STORE_URL names, or the double, as the client sees it. */
export interface AskedStore {
  readonly client: EventStoreDBClient;
  /** Options of an append that goes the classic way, to the leader. */
  readonly classic: {
    readonly credentials: ReturnType<typeof credentialsIn>;
    readonly requiresLeader: true;
  };
  /** Nobody else's. */
  newStream(): string;
  append(
    stream: string,
    expected: bigint | 'no_stream',
    events: readonly ReturnType<typeof jsonEvent>[],
    more?: object,
  ): Promise<AppendResult>;
  revisions(stream: string, options?: object): Promise<readonly number[]>;
  stop(): void;
}

export const askedStore = async (): Promise<AskedStore> => {
  const given = process.env.XUDAI_EVENT_STORE_URL;
  const double = given ? undefined : await EventStoreDouble.started();
  const client = EventStoreDBClient.connectionString(given ?? double?.url ?? '');
  const classic = { credentials: credentialsIn(given), requiresLeader: true } as const;
  const run = randomUUID();
  return {
    client,
    classic,
    newStream: () => `asked-${run}-${randomUUID()}`,
    append: (stream, expectedRevision, events, more = {}) =>
      client.appendToStream(stream, [...events], { expectedRevision, ...classic, ...more }),
    revisions: async (stream, options = {}) => {
      const found: number[] = [];
      for await (const { event } of client.readStream(stream, options)) found.push(Number(event?.revision));
      return found;
    },
    stop: () => double?.stop(),
  };
};
