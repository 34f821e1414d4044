import pg from 'pg';
import { backoffMs, pause } from '#wake-up';
import { configOf } from './held.connection.js';

/*
 * Who has the log open holds a lock on it together with all others who have; who moves it to another engine holds the lock
 * alone. So a log is never moved under a program that would go on appending to the engine that it left.
 */

const longestGoodbyeMs = 1_000;
const lock = `hashtextextended('xudai log', 0)`;

export interface LogPresenceOptions {
  /** Asked when the lock was lost with its connection and is held again: whether the log still lives where it did. */
  readonly isStillHere: () => Promise<boolean>;
  /** Told when it does not, or is being moved: nothing may be appended any more. */
  readonly onMoved: () => void;
  /** Told what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
}

export class LogPresence {
  private readonly closing = new AbortController();
  private client: pg.Client | undefined;

  private constructor(
    private readonly pool: pg.Pool,
    private readonly options: LogPresenceOptions,
  ) {}

  /** Null while the log is being moved. */
  static async enter(pool: pg.Pool, options: LogPresenceOptions): Promise<LogPresence | null> {
    const presence = new LogPresence(pool, options);
    return (await presence.take()) ? presence : null;
  }

  async close(): Promise<void> {
    this.closing.abort();
    if (this.client) await Promise.race([this.client.end(), pause(longestGoodbyeMs)]);
  }

  private async take(): Promise<boolean> {
    const client = await connected(this.pool, 'presence');
    const { rows } = await client.query(`select pg_try_advisory_lock_shared(${lock}) as held`);
    if (rows[0]?.held !== true || this.closing.signal.aborted) {
      await client.end();
      return this.closing.signal.aborted;
    }
    this.client = client;
    client.once('end', () => void this.takeAgain());
    return true;
  }

  private async takeAgain(): Promise<void> {
    this.client = undefined;
    for (let attempt = 0; !this.closing.signal.aborted; attempt += 1)
      try {
        if (!(this.client || (await this.take())) || !(await this.options.isStillHere()))
          this.options.onMoved();
        return;
      } catch (error) {
        this.options.onSetback(error);
        await pause(backoffMs(attempt), this.closing.signal);
      }
  }
}

/** The log held alone, by the one connection that may say where it lives from now on. */
export interface LogAlone {
  readonly connection: pg.Client;
  close(): Promise<void>;
}

/** Programs that are just ending are waited for so long. */
const patienceMs = 5_000;
const askAgainMs = 250;

/** Or why not: who else has the log open. */
export const takeLogAlone = async (pool: pg.Pool): Promise<LogAlone | { readonly busy: string }> => {
  const connection = await connected(pool, 'mover');
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const busy = await busyWith(connection, pool.options.application_name ?? '');
    if (busy === undefined) return { connection, close: () => connection.end() };
    if (performance.now() > deadline) {
      await connection.end();
      return { busy };
    }
    await pause(askAgainMs);
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
  const { rows: taken } = await connection.query(`select pg_try_advisory_lock(${lock}) as held`);
  return taken[0]?.held === true ? undefined : 'a program that has the log open';
};

const connected = async (pool: pg.Pool, as: string): Promise<pg.Client> => {
  const name = `${pool.options.application_name ?? 'xudai'} ${as}`;
  const client = new pg.Client(configOf(pool, { application_name: name }));
  // The end of the connection is heard of as well; between queries there is nobody else to tell.
  client.on('error', () => undefined);
  await client.connect();
  // A machine that vanishes says no goodbye; the server finds out by itself within five seconds.
  await client.query(
    'set tcp_keepalives_idle = 2; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 2',
  );
  return client;
};
