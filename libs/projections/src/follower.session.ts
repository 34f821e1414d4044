import type pg from 'pg';
import { pause, type WakeUp } from '#wake-up';

/** How often a standby asks whether the place is free. */
const standbyMs = 500;

/**
 * One connection of its own for everything a follower does: it holds the lock, hears of new facts and writes. When it dies, the
 * lock goes with it, and nothing of the open transaction stays.
 */
export class FollowerSession {
  private failure: Error | undefined;

  private constructor(
    readonly connection: pg.PoolClient,
    private readonly name: string,
    wakeUp: WakeUp,
  ) {
    const lost = (error: Error): void => {
      this.failure ??= error;
      wakeUp.ring();
    };
    connection.on('error', lost);
    connection.on('end', () => lost(new Error('The connection of the follower ended.')));
    connection.on('notification', () => wakeUp.ring());
  }

  /** With a callback: a promise would hand the connection over after it may have said that it is gone, to nobody. */
  private static connect(pool: pg.Pool, name: string, wakeUp: WakeUp): Promise<FollowerSession> {
    return new Promise((resolve, reject) => {
      pool.connect((error, connection) => {
        if (connection) resolve(new FollowerSession(connection, name, wakeUp));
        else reject(error ?? new Error('The pool gave no connection.'));
      });
    });
  }

  static async open(pool: pg.Pool, name: string, wakeUp: WakeUp): Promise<FollowerSession> {
    const session = await FollowerSession.connect(pool, name, wakeUp);
    try {
      // A machine that vanishes says no goodbye; the server finds out by itself within five seconds.
      await session.connection.query(
        'set tcp_keepalives_idle = 2; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 2',
      );
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  get lost(): Error | undefined {
    return this.failure;
  }

  /** Waits until nobody else follows this projection. False when the signal came first. */
  async takePlace(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      this.check();
      const { rows } = await this.connection.query<{ taken: boolean }>(
        `select pg_try_advisory_lock(hashtextextended('xudai projection ' || $1, 0)) as taken`,
        [this.name],
      );
      if (rows[0]?.taken) {
        await this.connection.query('listen xudai_facts');
        return true;
      }
      await pause(standbyMs, signal);
    }
    return false;
  }

  /** Throws when the connection is gone; without it the lock may be another's. */
  check(): void {
    if (this.failure) throw this.failure;
  }

  /** The connection is not used again: with it goes the lock. */
  close(): void {
    this.connection.release(true);
  }
}
