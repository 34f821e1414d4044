import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { createPool } from '#database';
import { openEventStoreLog, type OpenLog } from '#event-log';
import type { TestDatabase } from '#testing';
import { moveLog, type Moving } from '../../apps/cli/src/move-log/move-log.js';
import type { Store } from './engines.js';

export interface Moved {
  readonly same: boolean;
  readonly lines: readonly string[];
}

/** Moves the log as the command does; without a direction it proves alone. */
export const move = async (database: TestDatabase, store: Store, to?: Moving['to']): Promise<Moved> => {
  const lines: string[] = [];
  const { url, prefix } = store;
  const same = await moveLog({
    databaseUrl: database.appUrl,
    eventStore: { url, prefix },
    to,
    say: (line) => lines.push(line),
  });
  return { same, lines };
};

/** As the owner of the database, who can do what the programs cannot. */
export const asOwner = async (
  database: TestDatabase,
  statement: string,
  values: readonly unknown[] = [],
): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query(statement, [...values]);
    return rows;
  } finally {
    await owner.end();
  }
};

/** Every column of every fact, as the database has it. */
export const factRows = (database: TestDatabase): Promise<readonly unknown[]> =>
  asOwner(database, 'select to_json(facts)::text as fact from facts order by seq');

/** The log in the store, for as long as the work takes. */
export const withStoreLog = async <Result>(
  database: TestDatabase,
  { url, prefix }: Store,
  work: (log: OpenLog['log']) => Promise<Result>,
): Promise<Result> => {
  const onSetback = (): void => undefined;
  const pool = createPool(database.appUrl, { max: 1, applicationName: 'spec', onSetback });
  const open = await openEventStoreLog({ pool, url, prefix, onSetback });
  try {
    return await work(open.log);
  } finally {
    await open.close();
    await pool.end();
  }
};

export interface MoveProcess {
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  hasEnded(): boolean;
  kill(): Promise<void>;
}

/** The command of the built program. */
export const moveProcess = (args: readonly string[], env: Readonly<Record<string, string>>): MoveProcess => {
  const child = spawn(process.execPath, ['dist/apps/cli/src/move-log/main.js', ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, output }));
  return {
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};
