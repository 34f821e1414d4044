import type pg from 'pg';
import { inTime, pause } from '#wake-up';

/**
 * Usual least time between two notifications. Each wakes every listening backend, and each of these runs a transaction to read it: at one
 * report after another that cost more than recording them. Followers pause longer than this between two rounds anyway.
 */
export const notificationPauseMs = 50;

/** Closing waits this long for the last notification. One that is lost costs only time, since followers poll too. */
const endingMs = 1_000;

/**
 * Notifies followers of new facts, in a statement of its own after the commit. Transactions that notify commit one at a time in the whole
 * database, so an append that notified would wait for every follower's commit. A lost notification costs only time: followers poll too.
 * Followers begin a round with each notification; in overload fewer notifications leave recording more of the processors.
 */
export class NewFacts {
  private newest = 0;
  private sending: Promise<void> | undefined;
  private readonly ending = new AbortController();

  constructor(
    private readonly pool: pg.Pool,
    private readonly onSetback: (error: unknown) => void,
    /** Least time between two notifications. */
    private readonly pauseMs: () => number = () => notificationPauseMs,
  ) {}

  /** Does not wait. Facts that are announced during a notification, or in the pause after it, share the next one. */
  announce(seq: number): void {
    if (seq <= this.newest) return;
    this.newest = seq;
    this.sending ??= this.send();
  }

  /** Resolves when the last notification was sent, or could not be. */
  async close(): Promise<void> {
    this.ending.abort();
    if (this.sending) await inTime(this.sending, endingMs, undefined);
  }

  private async send(): Promise<void> {
    for (let sent = 0; sent < this.newest;) {
      sent = this.newest;
      try {
        await this.pool.query({
          name: 'announce_facts',
          text: `select pg_notify('xudai_facts', $1::text)`,
          values: [sent],
        });
      } catch (error) {
        this.onSetback(error);
      }
      const pauseMs = this.pauseMs();
      if (pauseMs > 0) await pause(pauseMs, this.ending.signal);
    }
    this.sending = undefined;
  }
}
