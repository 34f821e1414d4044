import type pg from 'pg';
import { HeldConnection, tryLock } from '#database';
import { pause, retried } from '#wake-up';

/*
 * Programs that have the log open share an advisory lock; moving the log to another engine takes it exclusively. So the log is never moved
 * while a program could still append to the old engine.
 */

const logLock = 'xudai log';

export interface LogPresenceOptions {
  /** Whether the log is still in the same engine; asked when the lock was lost with its connection and taken again. */
  readonly isStillHere: () => Promise<boolean>;
  /** Called when it is not, or is being moved. Nothing may be appended any more. */
  readonly onMoved: () => void;
  /** Called with an error before an operation is tried again. */
  readonly onSetback: (error: unknown) => void;
}

export class LogPresence {
  private readonly closing = new AbortController();
  private readonly connection: HeldConnection;

  private constructor(
    pool: pg.Pool,
    private readonly options: LogPresenceOptions,
  ) {
    this.connection = new HeldConnection(pool, { as: 'presence', onLost: () => void this.takeAgain() });
  }

  /** Takes the shared lock; null while the log is being moved. */
  static async enter(pool: pg.Pool, options: LogPresenceOptions): Promise<LogPresence | null> {
    const presence = new LogPresence(pool, options);
    try {
      if (await presence.take()) return presence;
    } catch (error) {
      await presence.close();
      throw error;
    }
    return null;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.connection.drop();
  }

  private async take(): Promise<boolean> {
    if (await tryLock(await this.connection.open(), logLock, 'shared')) return true;
    await this.connection.drop();
    return false;
  }

  private async takeAgain(): Promise<void> {
    const { isStillHere, onMoved, onSetback } = this.options;
    const attempt = async (): Promise<boolean> => (await this.take()) && (await isStillHere());
    if ((await retried(attempt, { signal: this.closing.signal, onSetback })) === false) onMoved();
  }
}

/** The exclusive lock on the log, with the connection that may move it. */
export interface ExclusiveLog {
  readonly connection: pg.Client;
  close(): Promise<void>;
}

/** How long programs that are just ending are waited for. */
const usualPatienceMs = 5_000;
const retryMs = 250;

/** Takes the exclusive lock. `busy`: the names of the programs that have the log open. */
export const takeLogExclusively = async (
  pool: pg.Pool,
  patienceMs = usualPatienceMs,
): Promise<ExclusiveLog | { readonly busy: string }> => {
  const held = new HeldConnection(pool, { as: 'mover' });
  const deadline = performance.now() + patienceMs;
  try {
    const connection = await held.open();
    for (;;) {
      const busy = await busyWith(connection, pool.options.application_name ?? '');
      if (busy === undefined) return { connection, close: () => held.drop() };
      if (performance.now() > deadline) {
        await held.drop();
        return { busy };
      }
      await pause(retryMs);
    }
  } catch (error) {
    await held.drop();
    throw error;
  }
};

/** Programs of an older version take no lock, and others may have lost theirs a moment ago, so the names of connections are checked too. */
const busyWith = async (connection: pg.Client, ownName: string): Promise<string | undefined> => {
  const { rows } = await connection.query<{ name: string }>(
    `select distinct application_name as name from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
        and application_name like 'xudai %' and not starts_with(application_name, $1) order by name`,
    [ownName],
  );
  if (rows.length > 0) return rows.map(({ name }) => name).join(', ');
  return (await tryLock(connection, logLock)) ? undefined : 'a program that has the log open';
};
