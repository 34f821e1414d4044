import { appendAnswer, appendRequests } from './append-messages.client.js';
import {
  AccessDeniedError,
  type AllStreamResolvedEvent,
  appendOnce,
  type Cancellable,
  connectionOf,
  END,
  eventsOf,
  type EventStoreDBClient,
  MaxAppendSizeExceededError,
  START,
  steadyClient,
  StreamDeletedError,
  streamNameFilter,
  StreamNotFoundError,
} from './reach.client.js';
import type { Position } from '#facts';
import { Renewed } from './renewed.client.js';
import {
  isOwn,
  type ProposedEvent,
  type StoreAnswer,
  storedEvent,
  type StoredEvent,
  type StoreFault,
} from './fact-events.js';
import { StoreSubscription, type Unsubscribable } from './subscription.client.js';

/** Own streams are looked for among so many of the last events of everybody. */
const tailEvents = 100;
/** Events that the store looks through at once for those that the filter lets pass. */
const maxSearchWindow = 500;

/**
 * Who knows the client of the event store: which of its ways are used, and what its errors mean. Streams are named as the store
 * has them.
 *
 * Appends go the classic way, one call for each, which has a real deadline and shares nothing with other appends; their messages are made
 * here (`append-messages.client.ts`). Many at once have a way of their own (`batch-append/`), which is not the client's. Everything is
 * asked of the leader: a follower does not yet know what was just acknowledged.
 */
export class StoreClient {
  private readonly client: Renewed<EventStoreDBClient>;
  private readonly credentials: { readonly username: string; readonly password: string };

  constructor(url: string) {
    this.client = new Renewed(() => steadyClient(url), left);
    this.credentials = connectionOf(url, 0).credentials;
  }

  async append(
    stream: string,
    expectedRevision: number,
    events: readonly ProposedEvent[],
    deadlineMs: number,
  ): Promise<StoreAnswer> {
    const messages = appendRequests(stream, expectedRevision, events);
    const options = { credentials: this.credentials, deadline: deadlineMs };
    return appendAnswer(await this.asked((client) => appendOnce(client, messages, options)));
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
    try {
      return await this.asked((client) =>
        storedEvents(
          client.readStream(stream, {
            direction,
            fromRevision: from === undefined ? end : BigInt(from),
            maxCount: most,
            requiresLeader: true,
          }),
          silenceMs,
        ),
      );
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw error;
    }
  }

  /** Position of the last event of streams of this prefix, looked for at the end of the store; null when none is near it. */
  async newestPosition(prefix: string, silenceMs: number): Promise<Position | null> {
    const events = await this.lastEvents(null, tailEvents, silenceMs);
    return events.find((event) => isOwn(event, prefix))?.position ?? null;
  }

  /** So many of everybody, from the end or from before a position, the last one first. */
  lastEvents(before: Position | null, most: number, silenceMs: number): Promise<readonly StoredEvent[]> {
    return this.ofAll('backwards', before === null ? END : storePosition(before), most, silenceMs);
  }

  /** So many events of all streams, from a position on, including the event at it; without a position from the beginning. */
  eventsFrom(from: Position | null, most: number, silenceMs: number): Promise<readonly StoredEvent[]> {
    return this.ofAll('forwards', from === null ? START : storePosition(from), most, silenceMs);
  }

  /** What comes after a position into streams of this prefix; without one, into all but the store's own. */
  subscribe(after: Position | null, prefix: string): StoreSubscription {
    const client = this.client.current;
    const stream = client.subscribeToAll({
      fromPosition: after === null ? START : storePosition(after),
      filter:
        prefix === ''
          ? streamNameFilter({ regex: '^[^$]', maxSearchWindow })
          : streamNameFilter({ prefixes: [prefix], maxSearchWindow }),
      requiresLeader: true,
    });
    stream.on('confirmation', () => this.client.heard());
    stream.on('data', () => this.client.heard());
    stream.on('error', () => this.client.failed(client));
    return new StoreSubscription(stream as unknown as Unsubscribable, (resolved) => {
      const { event } = resolved as AllStreamResolvedEvent;
      const stored = event && storedEvent(event);
      return stored && isOwn(stored, prefix) ? stored : undefined;
    });
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private ofAll(
    direction: 'forwards' | 'backwards',
    fromPosition: typeof START | typeof END | ReturnType<typeof storePosition>,
    maxCount: number,
    silenceMs: number,
  ): Promise<readonly StoredEvent[]> {
    return this.asked((client) =>
      storedEvents(client.readAll({ direction, fromPosition, maxCount, requiresLeader: true }), silenceMs),
    );
  }

  private asked<Answer>(call: (client: EventStoreDBClient) => Promise<Answer>): Promise<Answer> {
    return this.client.ask(call, isAnswer);
  }
}

/**
 * The client ends what is under way, and keeps its connection: that is ended here. It waits for streams that nobody reads any
 * more, of which nothing comes.
 */
const left = async (client: EventStoreDBClient): Promise<void> => {
  const disposed = client.dispose();
  (await client['getChannel']()).close();
  await disposed;
};

const isAnswer = (error: unknown): boolean =>
  error instanceof StreamNotFoundError || faultOf(error) !== 'passing';

const storePosition = (position: Position) => ({ commit: BigInt(position), prepare: BigInt(position) });

export const faultOf = (error: unknown): StoreFault => {
  if (error instanceof StreamDeletedError) return 'deleted';
  if (error instanceof MaxAppendSizeExceededError) return 'too-large';
  if (error instanceof AccessDeniedError) return 'denied';
  return 'passing';
};

const storedEvents = async (
  read: ReturnType<EventStoreDBClient['readStream' | 'readAll']>,
  silenceMs: number,
): Promise<readonly StoredEvent[]> => {
  const resolved = await eventsOf<AllStreamResolvedEvent>(read as unknown as Cancellable, silenceMs);
  return resolved.flatMap(({ event }) => (event ? [storedEvent(event)] : []));
};
