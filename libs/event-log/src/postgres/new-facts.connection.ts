import type pg from 'pg';
import { inTime, pause } from '#wake-up';

/** A database that does not answer keeps nobody from ending: whoever is not told looks for himself. */
const endingMs = 1_000;

/**
 * Says that there are new facts, after their commit and apart from it: transactions that notify commit one after another in
 * the whole database, so an append that did would wait for every follower's commit. Whoever is not told looks for himself a
 * little later. Followers begin a round when they are told; so telling them less often is how recording takes the processors for itself.
 */
export class NewFacts {
  private newest = 0;
  private saying: Promise<void> | undefined;
  private readonly ending = new AbortController();

  constructor(
    private readonly pool: pg.Pool,
    private readonly onSetback: (error: unknown) => void,
    /** How long nothing is said after something was. */
    private readonly restMs: () => number = () => 0,
  ) {}

  /** Does not wait; what comes while it is being said, or in the rest after it, is said together. */
  announce(seq: number): void {
    if (seq <= this.newest) return;
    this.newest = seq;
    this.saying ??= this.say();
  }

  /** When all was said, or cannot be. */
  async close(): Promise<void> {
    this.ending.abort();
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
      const restMs = this.restMs();
      if (restMs > 0) await pause(restMs, this.ending.signal);
    }
    this.saying = undefined;
  }
}
