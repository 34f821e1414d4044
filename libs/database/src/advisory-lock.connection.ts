import type pg from 'pg';
import { pause } from '#wake-up';
import { HeldConnection, type HeldConnectionOptions } from './held.connection.js';

/*
 * Leader election by advisory locks of PostgreSQL: work that only one process may do is done while it holds a lock. The lock belongs to a
 * connection and is released with it, however the process ends. Locks are named `xudai …`; a name must not change, since processes of an
 * older version use it too.
 */

type Connection = Pick<pg.ClientBase, 'query'>;

const key = 'hashtextextended($1, 0)';

/**
 * How often a standby tries to take the lock. With the time in which the server notices a lost connection, it takes over within five
 * seconds.
 */
const standbyMs = 500;

/** Takes the lock if it is free; false where it is not. A shared lock excludes exclusive ones only. */
export const tryLock = async (
  connection: Connection,
  name: string,
  kind: 'exclusive' | 'shared' = 'exclusive',
): Promise<boolean> => {
  const { rows } = await connection.query<{ taken: boolean }>(
    `select pg_try_advisory_lock${kind === 'shared' ? '_shared' : ''}(${key}) as taken`,
    [name],
  );
  return rows[0]?.taken ?? false;
};

/** Takes the lock, and waits for it without a limit. */
export const lock = async (connection: Connection, name: string): Promise<void> => {
  await connection.query(`select pg_advisory_lock(${key})`, [name]);
};

export const unlock = async (connection: Connection, name: string): Promise<void> => {
  await connection.query(`select pg_advisory_unlock(${key})`, [name]);
};

/** The connection that holds the lock. The active process writes over it alone, so that it cannot write without the lock. */
export interface ActiveSession {
  readonly connection: pg.Client;
  /** Why the connection is lost; undefined while it is open. */
  readonly lost: Error | undefined;
  /** @throws the reason where the connection is lost: another process may have the lock */
  check(): void;
}

export interface BeingActive extends HeldConnectionOptions {
  /** The name of the lock. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Called whenever another session has the lock. */
  readonly onStandby?: () => void;
  /** Whether the signal closes the connection and so aborts the work; else the work ends by itself. */
  readonly breaksOff?: boolean;
}

/**
 * Waits for the lock, does the work, and closes the connection, which releases the lock. Undefined where the signal aborted before the work
 * began. @throws errors of the work and of the connection, after which the caller tries again
 */
export const whileActive = async <Result>(
  pool: Pick<pg.Pool, 'options'>,
  { name, signal, breaksOff = false, onStandby, ...options }: BeingActive,
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
      onStandby?.();
      await pause(standbyMs, signal);
    }
    return undefined;
  } finally {
    signal.removeEventListener('abort', breakOff);
    await held.drop();
  }
};
