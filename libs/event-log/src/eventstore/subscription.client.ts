import type { Readable } from 'node:stream';
import { WakeUp } from '#wake-up';
import type { StoredEvent } from './fact-events.js';

/** A stream of the client's, which types its events more narrowly than a stream of Node's. */
export interface Unsubscribable extends Readable {
  unsubscribe(): Promise<void>;
}

/** So many wait here for their reader before the store is held back. */
const mostWaiting = 500;

/**
 * One subscription of the client, until it fails, ends, or is closed; it never resumes by itself. The client says "caught up" while
 * events that came before it still wait in its buffers: here it is said after they were taken.
 */
export class StoreSubscription {
  private readonly arrived: StoredEvent[] = [];
  private readonly wakeUp = new WakeUp();
  private isCaughtUp = false;
  private isOver = false;
  private failure: unknown;

  constructor(
    private readonly stream: Unsubscribable,
    /** Undefined for what is none of the reader's. */
    private readonly eventOf: (resolved: unknown) => StoredEvent | undefined,
  ) {
    stream.on('data', (resolved: unknown) => this.take(resolved));
    stream.on('caughtUp', () => {
      this.isCaughtUp = true;
      this.wakeUp.notify();
    });
    stream.on('error', (error: unknown) => this.end(error));
    stream.on('end', () => this.end(undefined));
    stream.on('close', () => this.end(undefined));
  }

  /** `ended` also when it was a quiet end; `silence` when nothing came in time. Throws what it failed with, after what came before. */
  async next(
    silenceMs: number,
    signal: AbortSignal,
  ): Promise<StoredEvent | 'caught-up' | 'silence' | 'ended'> {
    const { count } = this.wakeUp;
    const now = this.now();
    if (now !== undefined) return now;
    await this.wakeUp.after(count, silenceMs, signal);
    return this.now() ?? 'silence';
  }

  close(): void {
    this.isOver = true;
    this.arrived.length = 0;
    // Waits for the call to have been made; one that could not be made needs no end.
    void this.stream.unsubscribe().catch(() => undefined);
  }

  private now(): StoredEvent | 'caught-up' | 'ended' | undefined {
    const event = this.arrived.shift();
    if (event) {
      if (this.arrived.length === 0) this.stream.resume();
      return event;
    }
    if (this.isCaughtUp && this.stream.readableLength === 0) {
      this.isCaughtUp = false;
      return 'caught-up';
    }
    if (this.failure !== undefined) throw this.failure;
    return this.isOver ? 'ended' : undefined;
  }

  private take(resolved: unknown): void {
    // The client still gives events after it said that the subscription failed.
    if (this.isOver) return;
    try {
      const event = this.eventOf(resolved);
      if (event) this.arrived.push(event);
    } catch (error) {
      this.end(error);
    }
    if (this.arrived.length >= mostWaiting) this.stream.pause();
    this.wakeUp.notify();
  }

  private end(error: unknown): void {
    this.failure ??= error;
    this.isOver = true;
    this.wakeUp.notify();
  }
}
