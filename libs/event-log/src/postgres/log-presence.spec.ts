import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '#database';
import { openLog, WrongLog } from '../open.log.js';
import type { OpenLog } from '../open-log.js';
import { type PostgresForSpec, postgresForSpec } from '../testing/postgres-for-spec.connection.js';
import { takeLogExclusively } from './log-presence.connection.js';

let postgres: PostgresForSpec;
let pool: pg.Pool;
let open: OpenLog | undefined;
let moved = 0;

const onSetback = (): void => undefined;
const opened = async (): Promise<OpenLog> =>
  openLog({ pool, eventStore: undefined, onSetback, onMoved: () => (moved += 1) });

beforeEach(async () => {
  moved = 0;
  postgres = await postgresForSpec();
  pool = createPool(postgres.appUrl, { max: 2, applicationName: 'program', onSetback });
});

afterEach(async () => {
  await open?.close();
  open = undefined;
  await pool.end();
  await postgres.close();
});

const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + 10_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('It did not come to that.');
    await new Promise((later) => setTimeout(later, 20));
  }
};

const holders = async (mode: 'ShareLock' | 'ExclusiveLock'): Promise<number> => {
  const { rowCount } = await postgres.owner.query(
    `select from pg_locks where locktype = 'advisory' and mode = $1 and granted
        and database = (select oid from pg_database where datname = current_database())`,
    [mode],
  );
  return rowCount ?? 0;
};

describe('a log that is open', () => {
  it('is not locked exclusively while it is open, and is when it was closed', async () => {
    open = await opened();
    expect(await takeLogExclusively(pool, 500)).toEqual({ busy: 'a program that has the log open' });
    const closing = open.close();
    open = undefined;
    const alone = await takeLogExclusively(pool);
    await closing;
    if ('busy' in alone) throw new Error(alone.busy);
    await alone.close();
  });

  it('is not opened while it is locked exclusively', async () => {
    const alone = await takeLogExclusively(pool);
    if ('busy' in alone) throw new Error(alone.busy);
    await expect(opened()).rejects.toThrow(WrongLog);
    await alone.close();
    await until(async () => (await holders('ExclusiveLock')) === 0);
    open = await opened();
  });

  it('is locked again when its connection was lost', async () => {
    open = await opened();
    await postgres.terminate('program presence');
    await until(async () => (await holders('ShareLock')) === 1);
    expect(moved).toBe(0);
  });

  it('that is being moved when its connection is back is reported as moved', async () => {
    open = await opened();
    const taking = postgres.owner.query(`select pg_advisory_lock(hashtextextended('xudai log', 0))`);
    const other = createPool(postgres.appUrl, { max: 1, applicationName: 'another', onSetback });
    await other.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'program presence'`,
    );
    await taking;
    await until(() => moved === 1);
    await other.end();
  });

  it('that was moved when its connection is back is reported as moved', async () => {
    open = await opened();
    await postgres.owner.query(`insert into sequencer (stream_prefix) values ('elsewhere-')`);
    await postgres.terminate('program presence');
    await until(() => moved === 1);
  });

  it('by a program that takes no lock is found by the names of its connections', async () => {
    const old = createPool(postgres.appUrl, { max: 1, applicationName: 'xudai registry', onSetback });
    await old.query('select');
    expect(await takeLogExclusively(pool, 500)).toEqual({ busy: 'xudai registry' });
    await old.end();
  });
});
