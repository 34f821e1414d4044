import type { Readable } from 'node:stream';
import { convertToCommandError, EventStoreDBClient } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';

// The only file that imports the client of the event store, or the messages of its protocol. Who uses a name of theirs takes it here.

/** A stream of the client's, which types its events more narrowly than a stream of Node's. */
export interface Cancellable extends Readable {
  cancel(): Promise<void>;
}

/** The store was silent in the middle of an answer. */
class StoreSilent extends Error {
  constructor(silenceMs: number) {
    super(`The event store said nothing for ${silenceMs} ms.`);
    this.name = 'StoreSilent';
  }
}

/**
 * All that a read gives. It is always read to its end: the client keeps what was left off until it is closed. By itself it would
 * wait for ever, so a silence ends it.
 */
export const eventsOf = async <Event>(read: Cancellable, silenceMs: number): Promise<readonly Event[]> => {
  // Once the loop below has an error, later ones concern nobody.
  read.on('error', () => undefined);
  const silence = setTimeout(() => {
    read.destroy(new StoreSilent(silenceMs));
    // Waits for the call to have been made; a call that could not be made needs no end.
    void read.cancel().catch(() => undefined);
  }, silenceMs);
  const events: Event[] = [];
  try {
    for await (const event of read) {
      silence.refresh();
      events.push(event as Event);
    }
    return events;
  } finally {
    clearTimeout(silence);
  }
};

/** What a connection string says, for a client whose calls bring their credentials themselves. */

interface Connection {
  readonly address: string;
  readonly credentials: { readonly username: string; readonly password: string };
}

/**
 * A store that nobody finds gives up soon and is looked for again by who asks: the client's own way would keep a command waiting
 * for minutes.
 */
const discovery = { gossipTimeout: 2, maxDiscoverAttempts: 2 };

/** In a store without TLS the client leaves credentials off, whatever they are. */
const nobody = { username: 'nobody', password: 'nothing' };

const credentials = /^[a-z+]+:\/\/([^:/@]+):([^@/]+)@/;

const ownTimeout = /[?&]keep[_-]?alive[_-]?timeout=(-?\d+)/i;
/** The client's own, and what takes the place of none. */
const timeoutMs = { unsaid: 10_000, none: 1_000_000_000 };

/**
 * Clients of one process share their connections where all their settings are the same, and with them the pause before
 * another try. Nothing else makes the client open separate connections: the n-th waits n milliseconds longer for the answer to a ping.
 */
const ofItsOwn = (url: string, turn: number): string => {
  const said = ownTimeout.exec(url)?.[1];
  const ms = said === undefined ? timeoutMs.unsaid : Number(said);
  return `keepAliveTimeout=${(ms < 0 ? timeoutMs.none : ms) + turn}`;
};

/** The parts of a connection string; each number gets a connection of its own. */
export const connectionOf = (url: string, turn: number): Connection => {
  const [, username, password] = credentials.exec(url) ?? [];
  const missing = Object.entries(discovery).filter(([name]) => !new RegExp(`[?&]${name}=`, 'i').test(url));
  const more = [...missing.map(([name, value]) => `${name}=${value}`), ofItsOwn(url, turn)].join('&');
  return {
    address: `${url}${url.includes('?') ? '&' : '?'}${more}`,
    credentials:
      username === undefined || password === undefined
        ? nobody
        : { username: decodeURIComponent(username), password: decodeURIComponent(password) },
  };
};

export {
  AccessDeniedError,
  type AllStreamResolvedEvent,
  END,
  type EventStoreDBClient,
  MaxAppendSizeExceededError,
  START,
  StreamDeletedError,
  streamNameFilter,
  StreamNotFoundError,
} from '@eventstore/db-client';
export { default as shared } from '@eventstore/db-client/generated/shared_pb.js';
export { default as streams } from '@eventstore/db-client/generated/streams_pb.js';
export { default as empty } from 'google-protobuf/google/protobuf/empty_pb.js';

export type BatchStream = ReturnType<StreamsClient['batchAppend']>;

interface AppendCall {
  readonly credentials: Connection['credentials'];
  /** In milliseconds. */
  readonly deadline: number;
}

/** What the client keeps to classes of its own kind. */
class Reach extends EventStoreDBClient {
  /**
   * After an error the client leaves its connection, for which it waits for the one that is being made: when that finds no node,
   * it throws where nobody can catch, and the process ends. Who asked for the new connection gets the error all the same.
   */
  static steadied(client: EventStoreDBClient): EventStoreDBClient {
    const reached = client as Reach;
    const { handleError } = reached;
    reached.handleError = (...args) => handleError(...args).catch(() => undefined);
    return client;
  }

  /** All messages at once: they are few, and the client would wait for each of them. */
  static append(
    client: EventStoreDBClient,
    messages: readonly AppendReq[],
    options: AppendCall,
  ): Promise<AppendResp> {
    const { execute, callArguments } = client as Reach;
    return execute(
      StreamsClient,
      'append',
      (connection) =>
        new Promise((answered, failed) => {
          const call = connection.append(
            ...callArguments({ ...options, requiresLeader: true }),
            (error, response) => {
              if (error) failed(convertToCommandError(error));
              else answered(response);
            },
          );
          call.on('error', failed);
          for (const message of messages) call.write(message);
          call.end();
        }),
    );
  }

  static async batchAppend(
    client: EventStoreDBClient,
    begun: (call: BatchStream, connection: StreamsClient) => void,
  ): Promise<void> {
    const { GRPCStreamCreator, callArguments } = client as Reach;
    await GRPCStreamCreator(StreamsClient, 'batchAppend', (connection) => {
      // Who leads is asked for once, here, for all appends of the call. It lasts until somebody ends it.
      const call = connection.batchAppend(...callArguments({ requiresLeader: true }, { deadline: Infinity }));
      begun(call, connection);
      return call;
    })();
  }
}

/** Clients of this process so far: each has a connection of its own. */
let opened = 0;

/** A client of the event store that the URL names. */
export const steadyClient = (url: string): EventStoreDBClient =>
  Reach.steadied(EventStoreDBClient.connectionString(connectionOf(url, (opened += 1)).address));

/** One append, by a call of its own. @throws as the client does */
export const appendOnce = (
  client: EventStoreDBClient,
  messages: readonly AppendReq[],
  options: AppendCall,
): Promise<AppendResp> => Reach.append(client, messages, options);

/**
 * Begins a call of batch append over a connection of its own, to the node and with the credentials that the URL names. `begun` comes
 * before anything can come of the call.
 */
export const batchStream = (
  url: string,
  begun: (call: BatchStream, connection: { close(): void }) => void,
): Promise<void> => Reach.batchAppend(steadyClient(url), begun);
