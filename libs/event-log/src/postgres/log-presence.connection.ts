import type pg from 'pg';
import { HeldConnection, tryLock } from '#database';
import { pause, retried } from '#wake-up';

/*
 * Who has the log open holds a lock on it together with all others who have; who moves it to another engine holds the lock
 * alone. So a log is never moved under a program that would go on appending to the engine that it left.
 */

const logLock = 'xudai log';

export interface LogPresenceOptions {
  /** Asked when the lock was lost with its connection and is held again: whether the log still lives where it did. */
  readonly isStillHere: () => Promise<boolean>;
  /** Called when it does not, or is being moved: nothing may be appended any more. */
  readonly onMoved: () => void;
  /** Called with what went wrong before it is tried again. */
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

  /** Null while the log is being moved. */
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
    const look = async (): Promise<boolean> => (await this.take()) && (await isStillHere());
    if ((await retried(look, { signal: this.closing.signal, onSetback })) === false) onMoved();
  }
}

/** The log held alone, by the one connection that may say where it lives from now on. */
export interface LogAlone {
  readonly connection: pg.Client;
  close(): Promise<void>;
}

/** Programs that are just ending are waited for so long, unless told. */
const usualPatienceMs = 5_000;
const askAgainMs = 250;

/** Or why not: who else has the log open. */
export const takeLogAlone = async (
  pool: pg.Pool,
  patienceMs = usualPatienceMs,
): Promise<LogAlone | { readonly busy: string }> => {
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
      await pause(askAgainMs);
    }
  } catch (error) {
    await held.drop();
    throw error;
  }
};

/** Programs of a version that takes no lock, or that lost theirs a moment ago, are known by the names of their connections. */
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
