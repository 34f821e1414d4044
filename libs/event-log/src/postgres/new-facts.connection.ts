import type pg from 'pg';
import { inTime } from '#wake-up';

/** A database that does not answer keeps nobody from ending: whoever is not told looks for himself. */
const endingMs = 1_000;

/**
 * Says that there are new facts, after their commit and apart from it: transactions that notify commit one after another in
 * the whole database, so an append that did would wait for every follower's commit. Whoever is not told looks for himself a
 * little later.
 */
export class NewFacts {
  private newest = 0;
  private saying: Promise<void> | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly onSetback: (error: unknown) => void,
  ) {}

  /** Does not wait; what comes while it is being said is said together. */
  announce(seq: number): void {
    if (seq <= this.newest) return;
    this.newest = seq;
    this.saying ??= this.say();
  }

  /** When all was said, or cannot be. */
  async close(): Promise<void> {
    if (this.saying) await inTime(this.saying, endingMs, undefined);
  }

  private async say(): Promise<void> {
    for (let said = 0; said < this.newest;) {
      said = this.newest;
      try {
        await this.pool.query({
          name: 'announce_facts',
          text: `select pg_notify('xudai_facts', $1::text)`,
          values: [said],
        });
      } catch (error) {
        this.onSetback(error);
      }
    }
    this.saying = undefined;
  }
}
