import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { migrate } from '#database';
import { projectorProcess, registryProcess, type RunningProcess } from './processes.js';
import { administratorsKey } from './running-registry.js';

/* A registry as `npm start` runs it on its embedded PostgreSQL, and copies of its data directory as the operator's guide has them. */

interface Launcher {
  startEmbeddedPostgres(options: { readonly dataDirectory: string }): Promise<{
    ownerUrl(database: string): string;
    appUrl(database: string): string;
    readonly directory: string;
    stop(): Promise<void>;
  }>;
}

export interface EmbeddedDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Where it keeps its files, for `XUDAI_STORAGE_DIR`. */
  readonly directory: string;
  /** The server is killed with -9, and started again by who keeps it; waits until it answers. */
  killServer(): Promise<void>;
  stop(): Promise<void>;
}

/** By a name that is not known to the compiler: the launcher is no TypeScript. */
const launcher: string = path.resolve('apps/cli/launcher/embedded-postgres.mjs');

export interface EmbeddedRegistry {
  /** Another one after its registry was killed. */
  readonly base: string;
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly owner: pg.Client;
  /** Killed with -9; another process takes its place, as the launcher sees to it. */
  killRegistry(): Promise<void>;
  killProjector(): Promise<void>;
  stop(): Promise<void>;
}

const answers = async (connectionString: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
};

/** The database that `npm start` would run on a data directory, migrated. */
export const embeddedDatabase = async (dataDirectory: string): Promise<EmbeddedDatabase> => {
  const { startEmbeddedPostgres } = (await import(launcher)) as Launcher;
  const database = await startEmbeddedPostgres({ dataDirectory });
  const [ownerUrl, appUrl] = [database.ownerUrl('xudai'), database.appUrl('xudai')];
  await migrate({ ownerUrl, appUrl });
  const { directory } = database;
  return {
    ownerUrl,
    appUrl,
    directory,
    killServer: async () => {
      process.kill(
        Number(readFileSync(path.join(directory, 'postmaster.pid'), 'utf8').split('\n')[0]),
        'SIGKILL',
      );
      const deadline = Date.now() + 120_000;
      while (!(await answers(ownerUrl))) {
        if (Date.now() > deadline) throw new Error('PostgreSQL did not come back.');
        await later(100);
      }
    },
    stop: () => database.stop(),
  };
};

export const embeddedRegistry = async (dataDirectory: string): Promise<EmbeddedRegistry> => {
  const database = await embeddedDatabase(dataDirectory);
  const { ownerUrl, appUrl } = database;
  const storage = { XUDAI_STORAGE_DIR: database.directory };
  const startRegistry = (): Promise<RunningProcess> =>
    registryProcess(appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey, ...storage });
  let registry = await startRegistry();
  let projector = projectorProcess(appUrl, storage);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  return {
    get base() {
      return registry.base;
    },
    appUrl,
    ownerUrl,
    owner,
    killRegistry: async () => {
      await registry.kill();
      registry = await startRegistry();
    },
    killProjector: async () => {
      await projector.kill();
      projector = projectorProcess(appUrl, storage);
    },
    stop: async () => {
      await owner.end();
      await Promise.all([registry.kill('SIGTERM'), projector.kill('SIGTERM')]);
      await database.stop();
    },
  };
};

/** A folder for data directories that the account of PostgreSQL may pass through, so that the database lies in them. */
export const folderToRestoreIn = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-restored-'));
  chmodSync(folder, 0o711);
  mkdirSync(path.join(folder, 'xudai'), { mode: 0o700 });
  return folder;
};

/** Says what else went wrong than that files went away meanwhile, of which the write-ahead log knows. */
const copied = async (from: string, to: string): Promise<void> => {
  try {
    await promisify(execFile)('cp', ['-a', from, to]);
  } catch (error) {
    const lines = String((error as { stderr?: string }).stderr).split('\n');
    if (lines.some((line) => line !== '' && !line.includes('No such file or directory'))) throw error;
  }
};

/** Of one that was stopped. */
export const coldCopy = async (from: string, to: string): Promise<void> => {
  await copied(from, to);
  if (!existsSync(path.join(to, 'postgres/PG_VERSION'))) throw new Error('The database lies elsewhere.');
};

/** Of one that runs: what the server changes meanwhile is put right from its write-ahead log, which is copied last. */
export const liveCopy = async (from: string, to: string, owner: pg.Client): Promise<void> => {
  await owner.query(`select pg_backup_start('live copy', fast => true)`);
  await copied(from, to);
  const { rows } = await owner.query<{ labelfile: string }>(
    'select labelfile from pg_backup_stop(wait_for_archive => false)',
  );
  const log = path.join(to, 'postgres/pg_wal');
  rmSync(log, { recursive: true });
  await copied(path.join(from, 'postgres/pg_wal'), log);
  rmSync(path.join(to, 'postgres/postmaster.pid'));
  const label = path.join(to, 'postgres/backup_label');
  // It belongs to the account of PostgreSQL like every other file of it.
  await copied(path.join(to, 'postgres/PG_VERSION'), label);
  writeFileSync(label, rows[0]?.labelfile ?? '');
};
