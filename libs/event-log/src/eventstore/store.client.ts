import {
  AccessDeniedError,
  type AllStreamResolvedEvent,
  END,
  type EventStoreDBClient,
  jsonEvent,
  type JSONType,
  MaxAppendSizeExceededError,
  NO_STREAM,
  type RecordedEvent,
  START,
  StreamDeletedError,
  streamNameFilter,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import type { Position } from '#facts';
import { pause } from '#wake-up';
import { connectionOf } from './connection.js';
import { steadyClient } from './reach.client.js';
import { type Cancellable, eventsOf } from './read.client.js';
import type { ProposedEvent, StoreAnswer, StoredEvent, StoreFault } from './store-events.js';
import { StoreSubscription, type Unsubscribable } from './subscription.client.js';

/** Own streams are looked for among so many of the last events of everybody. */
const tailEvents = 100;
const longestGoodbyeMs = 500;
/** Events that the store looks through at once for those that the filter lets pass. */
const maxSearchWindow = 500;

/**
 * Who knows the client of the event store: which of its ways are used, and what its errors mean. Streams are named as the store
 * has them.
 *
 * Appends go the classic way, which the client takes when a call brings credentials of its own: it has a real deadline and shares
 * nothing with other appends. Many at once have a way of their own (`batch-call.client.ts`), which is not the client's. Everything
 * is asked of the leader: a follower does not yet know what was just acknowledged.
 */
export class StoreClient {
  private readonly client: EventStoreDBClient;
  private readonly credentials: { readonly username: string; readonly password: string };

  constructor(url: string) {
    const { address, credentials } = connectionOf(url);
    this.client = steadyClient(address);
    this.credentials = credentials;
  }

  async append(
    stream: string,
    expectedRevision: number,
    events: readonly ProposedEvent[],
    deadlineMs: number,
  ): Promise<StoreAnswer> {
    try {
      const { nextExpectedRevision, position } = await this.client.appendToStream(
        stream,
        events.map((event) => jsonEvent(event as ProposedEvent & { readonly data: JSONType })),
        {
          expectedRevision: expectedRevision < 0 ? NO_STREAM : BigInt(expectedRevision),
          credentials: this.credentials,
          requiresLeader: true,
          deadline: deadlineMs,
        },
      );
      if (!position) throw new Error('The event store acknowledged an append without its position.');
      return {
        outcome: 'appended',
        lastRevision: Number(nextExpectedRevision),
        position: String(position.commit),
      };
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) throw error;
      const { actualVersion } = error;
      return { outcome: 'conflict', head: typeof actualVersion === 'bigint' ? Number(actualVersion) : -1 };
    }
  }

  /** Nothing when there is no such stream; else at most so many events, in the direction. */
  async readPage(
    stream: string,
    direction: 'forwards' | 'backwards',
    from: number | undefined,
    most: number,
    silenceMs: number,
  ): Promise<readonly StoredEvent[]> {
    const end = direction === 'forwards' ? START : END;
    const read = this.client.readStream(stream, {
      direction,
      fromRevision: from === undefined ? end : BigInt(from),
      maxCount: most,
      requiresLeader: true,
    });
    try {
      return await storedEvents(read, silenceMs);
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw error;
    }
  }

  /** Position of the last event of streams of this prefix, looked for at the end of the store; null when none is near it. */
  async newestPosition(prefix: string, silenceMs: number): Promise<Position | null> {
    const read = this.client.readAll({
      direction: 'backwards',
      fromPosition: END,
      maxCount: tailEvents,
      requiresLeader: true,
    });
    const events = await storedEvents(read, silenceMs);
    return events.find((event) => isOwn(event, prefix))?.position ?? null;
  }

  /** What comes after a position into streams of this prefix; without one, into all but the store's own. */
  subscribe(after: Position | null, prefix: string): StoreSubscription {
    const commit = after === null ? null : BigInt(after);
    const stream = this.client.subscribeToAll({
      fromPosition: commit === null ? START : { commit, prepare: commit },
      filter:
        prefix === ''
          ? streamNameFilter({ regex: '^[^$]', maxSearchWindow })
          : streamNameFilter({ prefixes: [prefix], maxSearchWindow }),
      requiresLeader: true,
    });
    return new StoreSubscription(stream as unknown as Unsubscribable, (resolved) => {
      const { event } = resolved as AllStreamResolvedEvent;
      const stored = event && storedEvent(event);
      return stored && isOwn(stored, prefix) ? stored : undefined;
    });
  }

  /** The client waits for streams that nobody reads any more; nothing comes of them. */
  async close(): Promise<void> {
    await Promise.race([this.client.dispose(), pause(longestGoodbyeMs)]);
  }
}

export const faultOf = (error: unknown): StoreFault => {
  if (error instanceof StreamDeletedError) return 'deleted';
  if (error instanceof MaxAppendSizeExceededError) return 'too-large';
  if (error instanceof AccessDeniedError) return 'denied';
  return 'passing';
};

type AnyEvent = Pick<RecordedEvent, 'id' | 'type' | 'data' | 'metadata' | 'streamId' | 'revision'> & {
  readonly position?: { readonly commit: bigint; readonly prepare: bigint };
};

/** Types that begin with $ are the store's own: what it says of a stream, that one was deleted. */
const isOwn = ({ stream, type }: StoredEvent, prefix: string): boolean =>
  stream.startsWith(prefix) && !stream.startsWith('$') && !type.startsWith('$');

const storedEvents = async (
  read: ReturnType<EventStoreDBClient['readStream' | 'readAll']>,
  silenceMs: number,
): Promise<readonly StoredEvent[]> => {
  const resolved = await eventsOf<AllStreamResolvedEvent>(read as unknown as Cancellable, silenceMs);
  return resolved.flatMap(({ event }) => (event ? [storedEvent(event)] : []));
};

const storedEvent = (event: AnyEvent): StoredEvent => {
  const { id, type, data, metadata, streamId, revision, position } = event;
  if (!position || position.commit !== position.prepare)
    throw new Error(`The event ${id} has no position of its own in the event store.`);
  return {
    id,
    type,
    data,
    metadata,
    stream: streamId,
    revision: Number(revision),
    position: String(position.commit),
  };
};
