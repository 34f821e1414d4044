import type pg from 'pg';
import { pause } from '#wake-up';

const standbyMs = 2_000;

/**
 * A connection for checks alone. It works on one core of the database, and the server breaks off what takes too long: a
 * snapshot that stays open keeps old rows of all tables from being cleared away.
 */
const settings = `set statement_timeout = '15min'; set transaction_timeout = '15min'; set max_parallel_workers_per_gather = 0`;

export class CheckingSession {
  private closed = false;

  private constructor(readonly connection: pg.PoolClient) {}

  static async open(pool: pg.Pool): Promise<CheckingSession> {
    const session = new CheckingSession(await pool.connect());
    try {
      await session.connection.query(settings);
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  /** Waits until nobody else checks. False when the signal came first. */
  async takePlace(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const { rows } = await this.connection.query<{ taken: boolean }>(
        `select pg_try_advisory_lock(hashtextextended('xudai checks', 0)) as taken`,
      );
      if (rows[0]?.taken) return true;
      await pause(standbyMs, signal);
    }
    return false;
  }

  /** What is under way is broken off. The connection is not used again: with it goes the lock. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.connection.release(true);
  }
}
