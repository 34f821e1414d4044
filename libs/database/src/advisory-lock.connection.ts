import type pg from 'pg';
import { pause } from '#wake-up';
import { HeldConnection, type HeldConnectionOptions } from './held.connection.js';

/*
 * One of several is active: who does something that only one process may do at a time holds an advisory lock of PostgreSQL for as
 * long as it does. The lock belongs to a connection and goes with it, and so with the process, however it ends. A lock goes by its
 * name, `xudai …`; programs of an older version take it under the same name.
 */

type Connection = Pick<pg.ClientBase, 'query'>;

const key = 'hashtextextended($1, 0)';

/** How often a standby asks whether it may begin; with what the server takes to notice a loss well within five seconds. */
const standbyMs = 500;

/** False while somebody else holds it; `shared`, while somebody holds it alone. */
export const tryLock = async (
  connection: Connection,
  name: string,
  kind: 'alone' | 'shared' = 'alone',
): Promise<boolean> => {
  const { rows } = await connection.query<{ taken: boolean }>(
    `select pg_try_advisory_lock${kind === 'shared' ? '_shared' : ''}(${key}) as taken`,
    [name],
  );
  return rows[0]?.taken ?? false;
};

/** Waits for it, however long. */
export const lock = async (connection: Connection, name: string): Promise<void> => {
  await connection.query(`select pg_advisory_lock(${key})`, [name]);
};

export const unlock = async (connection: Connection, name: string): Promise<void> => {
  await connection.query(`select pg_advisory_unlock(${key})`, [name]);
};

/** What the active one has: the connection that holds the lock. All that it writes goes over it. */
export interface ActiveSession {
  readonly connection: pg.Client;
  /** Why the connection is gone; undefined while it stands. */
  readonly lost: Error | undefined;
  /** Throws when the connection is gone: the lock may be another's. */
  check(): void;
}

export interface BeingActive extends HeldConnectionOptions {
  /** Of the lock. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** At the signal what is under way is broken off with its connection; else the work ends by itself. */
  readonly breaksOff?: boolean;
}

/**
 * Waits until nobody else holds the lock, then does the work with it, and lets go of it with its connection. Undefined when the
 * signal came before the work was begun. Throws what breaks the work or the connection: whoever calls tries again.
 */
export const whileActive = async <Result>(
  pool: Pick<pg.Pool, 'options'>,
  { name, signal, breaksOff = false, ...options }: BeingActive,
  work: (session: ActiveSession) => Promise<Result>,
): Promise<Result | undefined> => {
  let lost: Error | undefined;
  const onLost = (error: Error): void => {
    lost ??= error;
    options.onLost?.(error);
  };
  const held = new HeldConnection(pool, { ...options, onLost });
  const check = (): void => {
    if (lost) throw lost;
  };
  const breakOff = (): void => void held.drop();
  if (breaksOff) signal.addEventListener('abort', breakOff, { once: true });
  try {
    const connection = await held.open();
    while (!signal.aborted) {
      check();
      if (await tryLock(connection, name))
        return await work({
          connection,
          check,
          get lost() {
            return lost;
          },
        });
      await pause(standbyMs, signal);
    }
    return undefined;
  } finally {
    signal.removeEventListener('abort', breakOff);
    await held.drop();
  }
};
