import { EventStoreDBClient } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { connectionOf } from './connection.js';

// The only file that imports the client of the event store, or the messages of its protocol. Who uses a name of theirs takes it here.

export {
  AccessDeniedError,
  type AllStreamResolvedEvent,
  END,
  type EventStoreDBClient,
  jsonEvent,
  type JSONType,
  MaxAppendSizeExceededError,
  NO_STREAM,
  START,
  StreamDeletedError,
  streamNameFilter,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
export { default as shared } from '@eventstore/db-client/generated/shared_pb.js';
export { default as streams } from '@eventstore/db-client/generated/streams_pb.js';
export { default as empty } from 'google-protobuf/google/protobuf/empty_pb.js';

export type BatchStream = ReturnType<StreamsClient['batchAppend']>;

/** What the client keeps to classes of its own kind. */
class Reach extends EventStoreDBClient {
  /**
   * After an error the client leaves its connection, for which it waits for the one that is being made: when that finds no node,
   * it throws where nobody can catch, and the process ends. Who asked for the new connection is told all the same.
   */
  static steadied(client: EventStoreDBClient): EventStoreDBClient {
    const reached = client as Reach;
    const { handleError } = reached;
    reached.handleError = (...args) => handleError(...args).catch(() => undefined);
    return client;
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

/**
 * Begins a call of batch append over a connection of its own, to the node and with the credentials that the URL names. `begun` comes
 * before anything can come of the call.
 */
export const batchStream = (
  url: string,
  begun: (call: BatchStream, connection: { close(): void }) => void,
): Promise<void> => Reach.batchAppend(steadyClient(url), begun);
