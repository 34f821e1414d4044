import { setImmediate as othersTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Position, StoredFact } from '#facts';
import { BackOff, pause } from '#wake-up';
import { LogUnavailable, NoFact } from '../event-log-errors.js';
import { factOf, isOwn, type StoredEvent } from './fact-events.js';
import type { RecentReports } from './recent-reports.js';
import { faultOf, type StoreClient } from './store.client.js';
import type { KnownStore } from './known-store.query.js';

interface Patience {
  /** A read is tried again for so long before the log is said to be unavailable. */
  readonly readPatienceMs: number;
  readonly known: KnownStore;
  /** Called with what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
}

/**
 * Reads, and reads again while the store does not answer.
 *
 * @throws LogUnavailable
 */
export const patiently = async <Answer>(
  { readPatienceMs, known, onSetback }: Patience,
  read: () => Promise<Answer>,
): Promise<Answer> => {
  const giveUpAt = performance.now() + readPatienceMs;
  const backOff = new BackOff();
  for (;;)
    try {
      return await read();
    } catch (error) {
      if (error instanceof LogUnavailable) throw error;
      if (faultOf(error) === 'deleted') throw error;
      if (faultOf(error) === 'denied' || known.closing.aborted || performance.now() > giveUpAt)
        throw new LogUnavailable({ cause: error });
      known.doubt();
      onSetback(error);
      await pause(backOff.nextMs(), known.closing);
    }
};

const silenceMs = 4_000;
const pageEvents = 512;
/** Streams of which it is known where they stand. */
const mostHeads = 50_000;

/** From where the end of the store is read. */
interface TailOrigin {
  /** Whether all events that were in the store when this process started are sequenced by now; before that nothing is read. */
  readonly isReady: () => boolean;
  /** The last event of any stream at the start: everything up to it is sequenced. */
  readonly begun: () => Position | null;
  /** Of the last sequenced fact, which the right store always holds. */
  readonly sequenced: () => Promise<Position | null>;
}

/** An event that was seen, or whose position alone is known. */
type Seen = Pick<StoredEvent, 'position'> & Partial<Pick<StoredEvent, 'id'>>;

/** The store does not hold what was last seen of it where it was: it is another one, or an older copy, or that event was cleared away. */
class TailLost extends Error {
  constructor({ position }: Seen) {
    super(`The event store does not hold at position ${position} what was seen there last.`);
    this.name = 'TailLost';
  }
}

/**
 * What any process recorded, as it comes to the end of the store: read once, forwards from the last event seen, for all who ask. From it
 * follow the reports that the sequence may not have yet, and which streams moved: one that did not need not be read.
 *
 * Each reading begins with the event that was seen last. Where the store lacks it there is a doubt, which is settled as any other
 * (`known-store.query.ts`); then it is read on from the last fact of the sequence, and nothing that was known of streams is believed.
 */
export class StoreTail {
  private origin: TailOrigin | undefined;
  private seen: Seen | null = null;
  private isLost = false;
  private current: Promise<void> | undefined;
  private next: Promise<void> | undefined;
  private readonly heads = new LRUCache<string, number>({ max: mostHeads });

  constructor(
    private readonly engine: Patience & { readonly store: StoreClient; readonly prefix: string },
    private readonly recent: RecentReports,
  ) {}

  /** Until it is given a place to read from, it is not read. */
  readFrom(origin: TailOrigin): void {
    this.origin = origin;
  }

  get isReady(): boolean {
    return this.origin?.isReady() ?? false;
  }

  /**
   * Up to what stood in the store when it was asked. A reading that is under way began before that, so whoever asks meanwhile waits for
   * the next one, together.
   */
  caughtUp(): Promise<void> {
    this.next ??= this.afterCurrent();
    return this.next;
  }

  /** The revision of a stream when this was last caught up, or a later one; undefined where that is not known. −1: it has no fact. */
  headOf(stream: string): number | undefined {
    return this.heads.get(stream);
  }

  /** Of a stream that was read, or answered, after this was caught up. */
  noteHead(stream: string, revision: number): void {
    this.heads.set(stream, Math.max(revision, this.heads.get(stream) ?? -1));
  }

  private async afterCurrent(): Promise<void> {
    await this.current?.catch(() => undefined);
    await othersTurn();
    this.current = this.next;
    this.next = undefined;
    const { known, readPatienceMs } = this.engine;
    const { setbacks } = known;
    await patiently(this.engine, () => this.readOn());
    // Another one may have answered than was asked.
    if (setbacks !== known.setbacks) await known.sure(readPatienceMs);
  }

  private async readOn(): Promise<void> {
    if (this.isLost) await this.beginAnew();
    this.isLost = true;
    await this.readToEnd();
    this.isLost = false;
  }

  private async beginAnew(): Promise<void> {
    const { known, readPatienceMs } = this.engine;
    await known.sure(readPatienceMs);
    const position = await this.origin?.sequenced();
    this.heads.clear();
    this.seen = position ? { position } : null;
  }

  private async readToEnd(): Promise<void> {
    const { store } = this.engine;
    const begun = this.origin?.begun() ?? null;
    this.seen ??= begun === null ? null : { position: begun };
    for (;;) {
      const { seen } = this;
      const page = await store.eventsFrom(seen?.position ?? null, pageEvents, silenceMs);
      const [first] = page;
      const isSame = first?.position === seen?.position && first?.id === (seen?.id ?? first?.id);
      if (seen && !isSame) throw new TailLost(seen);
      for (const event of seen ? page.slice(1) : page) this.keep(event);
      this.seen = page.at(-1) ?? seen;
      if (page.length < pageEvents) return;
    }
  }

  private keep(event: StoredEvent): void {
    const { prefix } = this.engine;
    if (!isOwn(event, prefix)) return;
    this.noteHead(event.stream.slice(prefix.length), event.revision);
    const fact = factIn(event, prefix);
    if (fact) this.recent.keepStored(fact, event.position);
  }
}

/** What is no fact holds up the sequencer, which says so; it records no report. */
const factIn = (event: StoredEvent, prefix: string): StoredFact | undefined => {
  try {
    return factOf(event, prefix);
  } catch (error) {
    if (error instanceof NoFact) return undefined;
    throw error;
  }
};
