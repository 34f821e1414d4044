import type pg from 'pg';
import type { Position } from '#facts';
import { pause, WakeUp } from '#wake-up';
import { IndexBehind } from '../event-log-errors.js';
import { isLater } from '../positions.js';
import type { EventStoreLog } from './event-store-log.engine.js';
import { readSequencerState } from './sequencer-state.query.js';

const lookMs = 250;

/**
 * What stood in the store when this process began. Until all of it stands in the sequence, what is looked up there is not all
 * that was recorded: while a lost read side is made anew, an id would pass for new that was given to another subject before.
 */
export class StartBarrier {
  private isOver = false;
  private readonly passed = new WakeUp();
  private readonly closing = new AbortController();

  constructor(
    private readonly log: EventStoreLog,
    private readonly pool: pg.Pool,
    private readonly onSetback: (error: unknown) => void,
  ) {
    void this.passing();
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
    let head: Position | null = null;
    while (!signal.aborted) {
      try {
        const reached = (await readSequencerState(this.pool))?.position ?? null;
        // A later head than that of the beginning holds up longer than it must, and lets nothing through.
        head ??= await this.log.newestAfter(reached);
        if (head === null || (reached !== null && !isLater(head, reached))) {
          this.isOver = true;
          this.passed.ring();
          return;
        }
      } catch (error) {
        if (!signal.aborted) this.onSetback(error);
      }
      await pause(lookMs, signal);
    }
  }
}
