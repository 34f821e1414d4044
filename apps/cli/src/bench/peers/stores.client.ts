import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { createPool, withDatabase } from '#database';
import type { NewStream, Store } from '../appends.client.js';
import { installedPackages } from '../programs.process.js';

/*
 * The published event stores of Node.js on PostgreSQL, each as its documentation says to use it, in a database of its own on the same server.
 * They are installed by the benchmark, in exact versions, and are no dependency of the project.
 */

export const peerVersions = {
  '@castore/core': '2.4.2',
  '@castore/event-storage-adapter-postgres': '2.4.2',
  '@event-driven-io/dumbo': '0.12.7',
  '@event-driven-io/emmett': '0.42.0',
  '@event-driven-io/emmett-postgresql': '0.42.0',
  '@event-driven-io/pongo': '0.16.11',
  '@eventide/message-db': '1.3.1',
};

const most = 32;

/** What is used of each package. */
interface CastoreAdapter {
  pushEvent(event: object, context: { readonly eventStoreId: string }): Promise<object>;
  pushEventGroup(options: object, ...events: readonly object[]): Promise<object>;
  groupEvent(event: object): object;
}
interface Castore {
  readonly PostgresEventStorageAdapter: (new (options: {
    readonly connectionString: string;
  }) => CastoreAdapter) & {
    createEventTable(options: object): Promise<object>;
  };
}
interface Emmett {
  getPostgreSQLEventStore(
    connectionString: string,
    options: object,
  ): {
    readonly schema: { migrate(): Promise<object> };
    appendToStream(stream: string, events: readonly object[], options: object): Promise<object>;
    close(): Promise<void>;
  };
}

type Opening = (load: NodeJS.Require, url: string) => Promise<Store>;

/** Its client has ten connections, and no option for more. */
const castore: Opening = async (load, connectionString) => {
  const { PostgresEventStorageAdapter } = load('@castore/event-storage-adapter-postgres') as Castore;
  await PostgresEventStorageAdapter.createEventTable({
    connectionString,
    aggregateId: { type: 'VARCHAR', length: 64 },
  });
  const adapter = new PostgresEventStorageAdapter({ connectionString });
  const context = { eventStoreId: 'bench' };
  const eventsOf = ({ stream, facts }: NewStream) =>
    facts.map(({ type, data, metadata }, place) => ({
      aggregateId: stream,
      version: place + 1,
      type,
      payload: data,
      metadata,
    }));
  return {
    name: 'castore',
    bulk: { inFlight: most, streamsTogether: 1 },
    append: async (streams) => {
      for (const [event, ...more] of streams.map(eventsOf))
        if (event && more.length === 0) await adapter.pushEvent(event, context);
        else if (event) {
          const group = [event, ...more].map((each) => Object.assign(adapter.groupEvent(each), { context }));
          await adapter.pushEventGroup({}, ...group);
        }
    },
    // It has no way to close its connections; they end with this program.
    close: () => Promise.resolve(),
  };
};

const emmett: Opening = async (load, connectionString) => {
  const { getPostgreSQLEventStore } = load('@event-driven-io/emmett-postgresql') as Emmett;
  const pool = createPool(connectionString, { max: most, applicationName: 'emmett' });
  const store = getPostgreSQLEventStore(connectionString, { connectionOptions: { pool } });
  await store.schema.migrate();
  return {
    name: 'emmett',
    bulk: { inFlight: most, streamsTogether: 1 },
    append: async (streams) => {
      for (const { stream, facts } of streams)
        await store.appendToStream(
          stream,
          facts.map(({ type, data, metadata }) => ({ type, data, metadata })),
          { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' },
        );
    },
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
};

/** Files of its installation, as its script runs them. */
const messageDbFiles = `
  schema/message-store extensions/pgcrypto tables/messages types/message
  functions/hash-64 functions/acquire-lock functions/category functions/is-category functions/id functions/cardinal-id
  functions/stream-version functions/write-message indexes/messages-id indexes/messages-stream indexes/messages-category`
  .trim()
  .split(/\s+/);

const messageDb: Opening = async (load, url) => {
  const folder = path.join(path.dirname(load.resolve('@eventide/message-db/package.json')), 'database');
  // Its functions name its tables without their schema.
  const connectionString = `${url}${url.includes('?') ? '&' : '?'}options=-c%20search_path%3Dmessage_store`;
  const pool = new pg.Pool({ connectionString, max: most, application_name: 'message-db' });
  for (const name of messageDbFiles) await pool.query(readFileSync(path.join(folder, `${name}.sql`), 'utf8'));
  return {
    name: 'message-db',
    bulk: { inFlight: 4, streamsTogether: 100 },
    append: async (streams) => {
      const messages = streams.flatMap(({ stream, facts }) =>
        facts.map((fact, place) => ({ ...fact, stream, expected: place - 1 })),
      );
      await pool.query({
        name: 'write',
        text: `select write_message(id, stream, type, data, metadata, expected)
                 from unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::jsonb[], $5::jsonb[], $6::bigint[])
                   as message (id, stream, type, data, metadata, expected)`,
        values: [
          messages.map(({ eventId }) => eventId),
          messages.map(({ stream }) => stream),
          messages.map(({ type }) => type),
          messages.map(({ data }) => JSON.stringify(data)),
          messages.map(({ metadata }) => JSON.stringify(metadata)),
          messages.map(({ expected }) => expected),
        ],
      });
    },
    close: () => pool.end(),
  };
};

const openings = { castore, emmett, 'message-db': messageDb };

/** Stands in the place of a store that could not be opened, and says why whenever it is asked. */
const unavailable = (name: string, reason: unknown): Store => ({
  name,
  bulk: { inFlight: 1, streamsTogether: 1 },
  append: () => Promise.reject(reason),
  close: () => Promise.resolve(),
});

export const openPeers = async (owner: pg.Client, ownerUrl: string): Promise<readonly Store[]> => {
  const folder = await installedPackages('bench-peers', peerVersions).catch((error: unknown) => error);
  const names = Object.keys(openings) as (keyof typeof openings)[];
  if (typeof folder !== 'string') return names.map((name) => unavailable(name, folder));
  const load = createRequire(path.join(folder, 'package.json'));
  const stores: Store[] = [];
  for (const name of names) {
    const database = `bench_${name.replace('-', '_')}`;
    try {
      await owner.query(`create database ${database}`);
      stores.push(await openings[name](load, withDatabase(ownerUrl, database)));
    } catch (error) {
      stores.push(unavailable(name, error));
    }
  }
  return stores;
};
