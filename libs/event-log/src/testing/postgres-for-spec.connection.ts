import pg from 'pg';
import { createPool } from '#database';
import { testDatabase } from '#testing';
import type { OpenLog } from '../open-log.js';
import { openPostgresLog } from '../postgres/open-postgres.log.js';

/** A database of its own with an empty log, as many processes on it as a spec wants, and its owner. */
export interface PostgresForSpec {
  readonly appUrl: string;
  readonly owner: pg.Client;
  /** A process with the log open: a pool, an appender and a listener of its own. */
  openLog(options?: { readonly url?: string; readonly deadlineMs?: number; readonly name?: string }): OpenLog;
  /** Ends backends of processes of that name; of all unless given. They are gone when this returns. */
  terminate(name?: string): Promise<void>;
  /** How many connections go by that name. */
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
      // So that everybody here hears of it too.
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
