import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '#database';
import { projectorProcess, registryProcess } from './processes.js';
import { administratorsKey } from './running-registry.js';

/* A registry as `npm start` runs it on its embedded PostgreSQL, and copies of its data directory as the operator's guide has them. */

interface Launcher {
  startEmbeddedPostgres(options: { readonly dataDirectory: string }): Promise<{
    ownerUrl(database: string): string;
    appUrl(database: string): string;
    stop(): Promise<void>;
  }>;
}

/** By a name that is not known to the compiler: the launcher is no TypeScript. */
const launcher: string = path.resolve('apps/cli/launcher/embedded-postgres.mjs');

export interface EmbeddedRegistry {
  readonly base: string;
  readonly owner: pg.Client;
  stop(): Promise<void>;
}

export const embeddedRegistry = async (dataDirectory: string): Promise<EmbeddedRegistry> => {
  const { startEmbeddedPostgres } = (await import(launcher)) as Launcher;
  const database = await startEmbeddedPostgres({ dataDirectory });
  const [ownerUrl, appUrl] = [database.ownerUrl('xudai'), database.appUrl('xudai')];
  await migrate({ ownerUrl, appUrl });
  const registry = await registryProcess(appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
  const projector = projectorProcess(appUrl);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  return {
    base: registry.base,
    owner,
    stop: async () => {
      await owner.end();
      await Promise.all([registry.kill('SIGTERM'), projector.kill('SIGTERM')]);
      await database.stop();
    },
  };
};

/** Of one that was stopped. */
export const coldCopy = (from: string, to: string): void => {
  execFileSync('cp', ['-a', from, to]);
};

/** Of one that runs: what the server changes meanwhile is put right from its write-ahead log, which is copied last. */
export const liveCopy = async (from: string, to: string, owner: pg.Client): Promise<void> => {
  await owner.query(`select pg_backup_start('live copy', fast => true)`);
  const { stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' });
  // Files may go while they are copied; the log knows of it.
  const failures = stderr.split('\n').filter((line) => line && !line.includes('No such file or directory'));
  if (failures.length > 0) throw new Error(failures.join('\n'));
  const { rows } = await owner.query<{ labelfile: string }>(
    'select labelfile from pg_backup_stop(wait_for_archive => false)',
  );
  const [cluster, copied] = [path.join(from, 'postgres'), path.join(to, 'postgres')];
  rmSync(path.join(copied, 'pg_wal'), { recursive: true });
  execFileSync('cp', ['-a', path.join(cluster, 'pg_wal'), path.join(copied, 'pg_wal')]);
  rmSync(path.join(copied, 'postmaster.pid'));
  writeFileSync(path.join(copied, 'backup_label'), rows[0]?.labelfile ?? '');
};
