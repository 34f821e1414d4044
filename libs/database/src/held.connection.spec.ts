import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { pause } from '#wake-up';
import { testDatabase, type TestDatabase } from '#testing';
import { tryLock, unlock, whileActive } from './advisory-lock.connection.js';
import { HeldConnection, type HeldConnectionOptions } from './held.connection.js';
import { createPool } from './pool.connection.js';

let database: TestDatabase;
let pool: pg.Pool;
let owner: pg.Client;
const dropping: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.appUrl, { max: 2, applicationName: 'held spec' });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterEach(async () => {
  for (const drop of dropping.splice(0)) await drop();
});
afterAll(async () => {
  await pool.end();
  await owner.end();
  await database.drop();
});

const held = (options?: HeldConnectionOptions): HeldConnection => {
  const connection = new HeldConnection(pool, options);
  dropping.push(() => connection.drop());
  return connection;
};
const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + 10_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('It did not come to that.');
    await pause(10);
  }
};
/** As if the machine were cut off; ends all of that name, and says how many they were. */
const cut = async (name: string): Promise<number> =>
  (
    await owner.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1',
      [name],
    )
  ).rowCount ?? 0;

it('a held connection prepares frequent statements, with the same answers', async () => {
  const client = await held({ prepares: true }).open();
  const answers: unknown[] = [];
  for (let no = 0; no < 6; no += 1)
    answers.push((await client.query('select $1::integer + 1 as next', [no])).rows[0]);
  expect(answers).toEqual([1, 2, 3, 4, 5, 6].map((next) => ({ next })));
  const prepared = async (connection: pg.Client): Promise<number> =>
    (await connection.query('select from pg_prepared_statements')).rowCount ?? 0;
  expect(await prepared(client)).toBe(1);
  const other = await held().open();
  for (let no = 0; no < 6; no += 1) await other.query('select $1::integer + 1 as next', [no]);
  expect(await prepared(other)).toBe(0);
});

it('a held connection is outside of the pool, with a name derived from it', async () => {
  const one = held({ as: 'appender', config: { statement_timeout: 1_234 } });
  expect(one.isOpen).toBe(false);
  const client = await one.open();
  expect([one.isOpen, await one.open()]).toEqual([true, client]);
  const { rows } = await client.query(
    `select current_setting('application_name') as name, current_setting('statement_timeout') as timeout,
            current_setting('timezone') as zone, current_setting('tcp_keepalives_idle') as idle, 7::bigint as seq`,
  );
  expect(rows).toEqual([{ name: 'held spec appender', timeout: '1234ms', zone: 'UTC', idle: '2', seq: 7 }]);
  expect(pool.totalCount).toBe(0);
});

it('concurrent callers share one connection', async () => {
  const one = held({ as: 'shared' });
  const [first, second] = await Promise.all([one.open(), one.open()]);
  expect(first).toBe(second);
});

it('a lost connection is reported once and opened again, with its initial statements', async () => {
  const lost: Error[] = [];
  const one = held({ as: 'lost', begin: `set work_mem = '5MB'`, onLost: (error) => lost.push(error) });
  const first = await one.open();
  expect(await cut('held spec lost')).toBe(1);
  await until(() => lost.length > 0);
  expect(one.isOpen).toBe(false);
  const second = await one.open();
  expect(second).not.toBe(first);
  expect((await second.query('show work_mem')).rows).toEqual([{ work_mem: '5MB' }]);
  expect(lost).toEqual([expect.any(Error)]);
});

it('a dropped connection is not reported as lost, whatever it was doing', async () => {
  const lost: Error[] = [];
  const one = held({ as: 'dropped', onLost: (error) => lost.push(error) });
  const query = (await one.open()).query('select pg_sleep(60)');
  const began = performance.now();
  await Promise.all([one.drop(), expect(query).rejects.toThrow()]);
  expect(performance.now() - began).toBeLessThan(20_000);
  const opening = one.open();
  await Promise.all([one.drop(), expect(opening).rejects.toThrow()]);
  expect([one.isOpen, lost]).toEqual([false, []]);
});

it('a lock is exclusive or shared, and released with its connection', async () => {
  const [one, other] = [await held({ as: 'one' }).open(), await held({ as: 'other' }).open()];
  expect(await tryLock(one, 'xudai spec')).toBe(true);
  expect(await tryLock(other, 'xudai spec', 'shared')).toBe(false);
  expect(await tryLock(other, 'xudai other')).toBe(true);
  await unlock(one, 'xudai spec');
  expect(await tryLock(one, 'xudai spec', 'shared')).toBe(true);
  expect(await tryLock(other, 'xudai spec', 'shared')).toBe(true);
  expect(await tryLock(other, 'xudai spec')).toBe(false);
  await cut('held spec one');
  expect(await tryLock(other, 'xudai spec')).toBe(true);
});

it('one of several is active, and another takes over when its connection is lost', async () => {
  const { signal } = new AbortController();
  const sessions = new Set<{ readonly lost: Error | undefined }>();
  /** Who lost its connection has yet to look at it. */
  const active = (): number => [...sessions].filter(({ lost }) => !lost).length;
  let most = 0;
  const being = (as: string): Promise<void | undefined> =>
    whileActive(pool, { name: 'xudai active', as, signal }, async (session) => {
      sessions.add(session);
      most = Math.max(most, active());
      try {
        for (let round = 0; round < 100; round += 1) {
          session.check();
          await pause(20);
        }
      } finally {
        sessions.delete(session);
      }
    });
  const first = being('first');
  await until(() => active() === 1);
  const second = being('second');
  await Promise.all([expect(first).rejects.toThrow(), cut('held spec first')]);
  const began = performance.now();
  await until(() => active() === 1);
  expect(performance.now() - began).toBeLessThan(5_000);
  await second;
  expect(most).toBe(1);
});

it('the signal ends a standby, and work that it aborts', async () => {
  const ending = new AbortController();
  let begun = false;
  const working = whileActive(
    pool,
    { name: 'xudai ending', signal: ending.signal, breaksOff: true },
    async ({ connection }) => {
      begun = true;
      await connection.query('select pg_sleep(60)');
    },
  );
  await until(() => begun);
  const standby = whileActive(pool, { name: 'xudai ending', signal: ending.signal }, () =>
    Promise.resolve(1),
  );
  await pause(100);
  const began = performance.now();
  ending.abort();
  await Promise.all([
    expect(working).rejects.toThrow(),
    standby.then((told) => expect(told).toBeUndefined()),
  ]);
  expect(performance.now() - began).toBeLessThan(20_000);
});
