import pg from 'pg';
import { createPool } from '#database';
import { testDatabase } from '#testing';
import type { OpenLog } from '../open-log.js';
import { openPostgresLog } from '../postgres/open-postgres.log.js';

/** A database with an empty log for one spec, which may open it several times, as several processes would. */
export interface PostgresForSpec {
  readonly appUrl: string;
  readonly owner: pg.Client;
  /** Opens the log as a process would, with a pool, an appender and a listener of its own. */
  openLog(options?: { readonly url?: string; readonly deadlineMs?: number; readonly name?: string }): OpenLog;
  /** Ends the backends of processes of that name, or of all, and resolves when they are gone. */
  terminate(name?: string): Promise<void>;
  /** How many connections have that `application_name`. */
  connections(name: string): Promise<number>;
  close(): Promise<void>;
}

export const postgresForSpec = async (): Promise<PostgresForSpec> => {
  const database = await testDatabase();
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const closing = new Set<() => Promise<void>>();
  return {
    appUrl: database.appUrl,
    owner,
    openLog: ({ url = database.appUrl, deadlineMs = 10_000, name = 'spec' } = {}) => {
      const onSetback = (): void => undefined;
      const pool = createPool(url, { max: 4, applicationName: name, onSetback });
      const opened = openPostgresLog({ pool, deadlineMs, onSetback });
      const close = async (): Promise<void> => {
        if (!closing.delete(close)) return;
        await opened.close();
        await pool.end();
      };
      closing.add(close);
      return { ...opened, close };
    },
    terminate: async (name = 'spec') => {
      await owner.query(
        `select pg_terminate_backend(pid, 5000) from pg_stat_activity
          where datname = current_database() and application_name like $1 || '%'`,
        [name],
      );
      // Lets the clients notice the end of their connections.
      await new Promise((done) => setTimeout(done, 20));
    },
    connections: async (name) => {
      const { rowCount } = await owner.query(
        'select from pg_stat_activity where datname = current_database() and application_name = $1',
        [name],
      );
      return rowCount ?? 0;
    },
    close: async () => {
      for (const close of closing) await close();
      await owner.end();
      await database.drop();
    },
  };
};
