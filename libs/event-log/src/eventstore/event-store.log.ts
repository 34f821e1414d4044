import { Semaphore } from '#batching';
import type { Position, StoredFact } from '#facts';
import {
  type Append,
  type Appended,
  type CaughtUp,
  EventLog,
  indexOf,
  type ManyStreams,
  type PositionedFact,
  type ReadStream,
  type RevisionConflict,
  checkedPosition,
  isLater,
} from '../event-log.js';
import { serialised } from '../serialised-append.js';
import type { AppendWay, StoreAppender } from './appender.client.js';
import { checkStorable, factOf, isOwn, type StoredEvent } from './fact-events.js';
import { followed, type FollowingOptions } from './following.client.js';
import type { KnownStore } from './known-store.query.js';
import { patiently, type StoreTail } from './store-tail.client.js';
import type { RecentReports } from './recent-reports.js';
import type { StoreClient } from './store.client.js';

export interface EventStoreEngine extends FollowingOptions {
  /** Reads and appends. */
  readonly store: StoreClient;
  /** Whether it is the store that it was. */
  readonly known: KnownStore;
  /** Follows, over a connection of its own: an error of one call makes the client leave its connection, with all that is on it. */
  readonly followStore: StoreClient;
  readonly appender: StoreAppender;
  readonly way: AppendWay;
  /** Knows which streams moved. */
  readonly tail: StoreTail;
  /** Called with what was appended. */
  readonly recent: RecentReports;
  /** A read is tried again for so long before the log is said to be unavailable. */
  readonly readPatienceMs: number;
}

/** The last fact, or null where there is none; or from where to look further. The newest event is anybody's. */
export type LookedBack = { readonly newest: Position | null } & (
  | { readonly found: Position | null }
  | { readonly further: Position }
);

const readSilenceMs = 4_000;
const pageEvents = 1_000;
/** Streams read side by side; the store answers about a hundred calls of one connection at once. */
const readsAtOnce = 48;

/** Streams in EventStoreDB, each name with the registry's prefix before it. The position is the store's own. */
export class EventStoreLog extends EventLog implements ManyStreams {
  constructor(private readonly engine: EventStoreEngine) {
    super();
  }

  async append(append: Append): Promise<Appended | RevisionConflict> {
    const stream = this.named(append.stream);
    const texts = serialised(append);
    checkStorable(append, stream);
    const answer = await this.engine.appender.append(stream, texts, this.engine.way);
    if (answer.outcome === 'appended') this.engine.recent.keep(append, answer);
    else this.engine.tail.noteHead(append.stream, indexOf(answer.actualRevision));
    return answer;
  }

  async *readStream(read: ReadStream): AsyncGenerator<StoredFact> {
    for await (const page of this.pages(read)) yield* page.map((event) => factOf(event, this.engine.prefix));
  }

  async readStreams(
    reads: readonly { readonly stream: string; readonly from: number }[],
  ): Promise<readonly (readonly StoredFact[])[]> {
    const { tail } = this.engine;
    const semaphore = new Semaphore(readsAtOnce);
    if (!tail.isReady) return semaphore.runEach(reads, (read) => this.whole(read));
    await tail.caughtUp();
    return semaphore.runEach(reads, (read) => this.unlessUnmoved(read));
  }

  async *readAll(after: Position | null): AsyncGenerator<PositionedFact> {
    const { followStore, readPatienceMs } = this.engine;
    const never = new AbortController().signal;
    for await (const item of followed(
      followStore,
      checkedPosition(after),
      never,
      this.engine,
      readPatienceMs,
    )) {
      if ('caughtUp' in item) return;
      yield item;
    }
  }

  async *subscribe(after: Position | null, signal: AbortSignal): AsyncGenerator<PositionedFact | CaughtUp> {
    yield* followed(this.engine.followStore, checkedPosition(after), signal, this.engine);
  }

  async positionOf(stream: string, revision: number): Promise<Position | null> {
    const [event] = await this.page(stream, 'forwards', revision, 1);
    return event?.position ?? null;
  }

  /** Asked also of a store that is in doubt. */
  async holds(
    fact: Pick<StoredFact, 'stream' | 'revision' | 'eventId'> & { readonly position: Position },
  ): Promise<boolean> {
    const [event] = await this.page(fact.stream, 'forwards', fact.revision, 1);
    return event?.id === fact.eventId && event.position === fact.position;
  }

  /** Of the last fact, where it is near the end of the store; null where events of others are. Throws when there is no leader. */
  newestPosition(withinMs: number): Promise<Position | null> {
    return this.engine.store.newestPosition(this.engine.prefix, withinMs);
  }

  /** Looks at a page of the store's last events, or of those before a position, for the last fact that lies after another. */
  async lookBack(before: Position | null, after: Position | null): Promise<LookedBack> {
    const events = await this.engine.store.lastEvents(before, pageEvents, readSilenceMs);
    const newest = events[0]?.position ?? null;
    for (const event of events) {
      if (after !== null && !isLater(event.position, after)) return { newest, found: null };
      if (isOwn(event, this.engine.prefix)) return { newest, found: event.position };
    }
    const last = events.at(-1);
    return last && events.length === pageEvents
      ? { newest, further: last.position }
      : { newest, found: null };
  }

  /** A stream of which it is known that nothing came is not read. */
  private async unlessUnmoved(read: {
    readonly stream: string;
    readonly from: number;
  }): Promise<readonly StoredFact[]> {
    const { tail } = this.engine;
    if ((tail.headOf(read.stream) ?? Infinity) < read.from) return [];
    const facts = await this.whole(read);
    tail.noteHead(read.stream, facts.at(-1)?.revision ?? read.from - 1);
    return facts;
  }

  private async whole(read: ReadStream): Promise<readonly StoredFact[]> {
    const facts: StoredFact[] = [];
    for await (const fact of this.readStream(read)) facts.push(fact);
    return facts;
  }

  private async *pages({
    stream,
    from,
    direction = 'forwards',
    limit = Infinity,
  }: ReadStream): AsyncGenerator<readonly StoredEvent[]> {
    const { known, readPatienceMs } = this.engine;
    let next = from;
    let left = limit;
    while (left > 0 && (next ?? 0) >= 0) {
      const most = Math.min(left, pageEvents);
      const { setbacks } = known;
      const page = await this.page(stream, direction, next, most);
      // Another one may have answered than was asked.
      if (setbacks !== known.setbacks) await known.sure(readPatienceMs);
      yield page;
      const last = page.at(-1);
      if (!last || page.length < most) return;
      left -= most;
      next = last.revision + (direction === 'forwards' ? 1 : -1);
    }
  }

  private page(
    stream: string,
    direction: 'forwards' | 'backwards',
    from: number | undefined,
    most: number,
  ): Promise<readonly StoredEvent[]> {
    const { store, readPatienceMs } = this.engine;
    const silenceMs = Math.min(readSilenceMs, readPatienceMs);
    return patiently(this.engine, () => store.readPage(this.named(stream), direction, from, most, silenceMs));
  }

  private named(stream: string): string {
    return `${this.engine.prefix}${stream}`;
  }
}
