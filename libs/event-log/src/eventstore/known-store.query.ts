import { pause, WakeUp } from '#wake-up';
import { AnotherStore, LogUnavailable } from '../event-log-errors.js';

/** Pause between two checks whether it is the known store. A restored older copy is found by the next check. */
const lookMs = 1_000;
/** So long a store must be another one before it is called so: for a moment a former leader may not know what the new one holds. */
const longestDoubtMs = 5_000;
const doubtPauseMs = 250;

/** Looks until the store is known again; false when it stays another one for longer than a doubt may last, and when the signal comes. */
export const knownInTime = async (isKnown: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> => {
  const doubtUntilMs = performance.now() + longestDoubtMs;
  while (!signal.aborted) {
    if (await isKnown()) return true;
    if (performance.now() > doubtUntilMs) return false;
    await pause(doubtPauseMs, signal);
  }
  return false;
};

/**
 * Whether the store is the one whose facts the database has. It may be changed for an older copy while it is used, and what is
 * recorded there would be lost when the right one is back. So it is looked at each second, and after a setback before anything
 * more is decided or recorded; in between, asking costs nothing. Without somebody to look by it is never doubted.
 */
export class KnownStore {
  private state: 'known' | 'doubted' | 'other' = 'known';
  private setbacksSoFar = 0;
  private isLooking = false;
  private readonly asked = new WakeUp();
  private readonly settled = new WakeUp();
  private readonly over = new AbortController();

  constructor(private readonly onSetback: (error: unknown) => void) {}

  /** From now on, until it is closed. */
  lookBy(isKnown: () => Promise<boolean>): void {
    this.isLooking = true;
    this.doubt();
    void this.looking(isKnown);
  }

  get isKnown(): boolean {
    return this.state === 'known';
  }

  get setbacks(): number {
    return this.setbacksSoFar;
  }

  /** Comes when the log is closed: nobody asks any more. */
  get closing(): AbortSignal {
    return this.over.signal;
  }

  get isOtherStore(): boolean {
    return this.state === 'other';
  }

  /** The store was not reached, or its answer was unexpected: callers wait until it was checked again. */
  doubt(): void {
    if (!this.isLooking) return;
    this.setbacksSoFar += 1;
    if (this.state === 'known') this.state = 'doubted';
    this.asked.notify();
  }

  /**
   * Waits while there is a doubt.
   *
   * @throws AnotherStore
   * @throws LogUnavailable when it cannot be settled in time
   */
  async sure(withinMs: number): Promise<void> {
    const giveUpAt = performance.now() + withinMs;
    while (this.state !== 'known') {
      if (this.state === 'other') throw new AnotherStore();
      const { count } = this.settled;
      const leftMs = giveUpAt - performance.now();
      if (leftMs <= 0 || this.over.signal.aborted) throw new LogUnavailable();
      await this.settled.after(count, leftMs);
    }
  }

  close(): void {
    this.isLooking = false;
    this.over.abort();
    this.settled.notify();
  }

  private async looking(isKnown: () => Promise<boolean>): Promise<void> {
    const { signal } = this.over;
    while (!signal.aborted) {
      const { setbacks } = this;
      const { count } = this.asked;
      try {
        const known = await this.lookedAt(isKnown);
        if (signal.aborted) return;
        if (!known) this.state = 'other';
        // A setback since then is of a store that this look did not see.
        else if (setbacks === this.setbacks) this.state = 'known';
        this.settled.notify();
      } catch (error) {
        if (!signal.aborted) this.onSetback(error);
      }
      await this.asked.after(count, this.state === 'doubted' ? doubtPauseMs : lookMs, signal);
    }
  }

  /** Once it was called another store it is so until it is known. */
  private lookedAt(isKnown: () => Promise<boolean>): Promise<boolean> {
    if (this.state === 'other') return isKnown();
    return knownInTime(async () => {
      const known = await isKnown();
      if (!known && this.state === 'known') this.state = 'doubted';
      return known;
    }, this.over.signal);
  }
}
