import type pg from 'pg';
import type { Position } from '#facts';
import { pause, WakeUp } from '#wake-up';
import { rowsOf } from '../postgres/facts.table.js';
import { IndexBehind } from '../event-log-errors.js';
import { isLater } from '../event-log.js';
import type { EventStoreLog } from './event-store.log.js';

/** The state that the sequencer last recorded of itself. */
export interface SequencerState {
  readonly prefix: string;
  /** Of the last sequenced fact; null before the first. */
  readonly position: Position | null;
  /** Why it has stopped; null while it runs. */
  readonly failure: string | null;
  readonly silentMs: number;
}

/** Null before a sequencer was there for the first time. */
export const readSequencerState = async (pool: pg.Pool): Promise<SequencerState | null> => {
  const [row] = await rowsOf(
    pool,
    `select stream_prefix, position::text, failure,
            greatest(0, floor(1000 * extract(epoch from clock_timestamp() - heard_at)))::float8
       from sequencer`,
    [],
  );
  if (!row) return null;
  const [prefix, position, failure, silentMs] = row as [string, string | null, string | null, number];
  return { prefix, position, failure, silentMs };
};

const lookMs = 250;

/**
 * What stood in the store when this process began. Until all of it stands in the sequence, what is looked up there is not all
 * that was recorded: while a lost read side is made anew, an id would pass for new that was given to another subject before.
 */
export class StartBarrier {
  private isOver = false;
  private firstSeen: Position | null = null;
  /** From where to look back next. */
  private further: Position | null = null;
  private readonly passed = new WakeUp();
  private readonly closing = new AbortController();

  constructor(
    private readonly log: EventStoreLog,
    private readonly pool: pg.Pool,
    private readonly onSetback: (error: unknown) => void,
  ) {
    void this.passing();
  }

  /** The last event of any stream when this process started: once it is passed, everything up to it is sequenced. */
  get begun(): Position | null {
    return this.firstSeen;
  }

  /** For good, once it is. */
  get isPassed(): boolean {
    return this.isOver;
  }

  /** @throws IndexBehind when it is not passed in time */
  async pass(withinMs: number): Promise<void> {
    const { count } = this.passed;
    if (!this.isOver) await this.passed.after(count, withinMs, this.closing.signal);
    if (!this.isOver) throw new IndexBehind();
  }

  close(): void {
    this.closing.abort();
  }

  private async passing(): Promise<void> {
    const { signal } = this.closing;
    let head: Position | null | undefined;
    while (!signal.aborted) {
      try {
        const reached = (await readSequencerState(this.pool))?.position ?? null;
        head ??= await this.search(reached);
        if (head === null || (head !== undefined && reached !== null && !isLater(head, reached))) {
          this.isOver = true;
          this.passed.notify();
          return;
        }
        if (head === undefined) continue;
      } catch (error) {
        if (!signal.aborted) this.onSetback(error);
      }
      await pause(lookMs, signal);
    }
  }

  /**
   * The last fact that lies after what was reached, or null; undefined where it lies further back than was looked so far. Where
   * others fill the store the end is looked at again each time: a later head than that of the beginning holds up longer than it
   * must, and lets nothing through.
   */
  private async search(reached: Position | null): Promise<Position | null | undefined> {
    const atTheEnd = await this.log.lookBack(null, reached);
    this.firstSeen ??= atTheEnd.newest;
    if ('found' in atTheEnd) return atTheEnd.found;
    const looked = await this.log.lookBack(this.further ?? atTheEnd.further, reached);
    if ('found' in looked) return looked.found;
    this.further = looked.further;
    return undefined;
  }
}
