import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { pause } from '#wake-up';
import { testDatabase, type TestDatabase } from '#testing';
import { NotificationListener } from './held.connection.js';
import { createPool } from './pool.connection.js';

let database: TestDatabase;
let pool: pg.Pool;
let owner: pg.Client;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.appUrl, { max: 2, applicationName: 'heard spec' });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  await pool.end();
  await owner.end();
  await database.drop();
});

const until = async (isSo: () => boolean): Promise<void> => {
  const deadline = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error('It did not come to that.');
    await pause(10);
  }
};
const cut = async (): Promise<number> =>
  (
    await owner.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'heard spec listener'`,
    )
  ).rowCount ?? 0;

it('a listener wakes waiters, passes on payloads, and listens again after its connection was lost', async () => {
  const [heard, setbacks]: [string[], unknown[]] = [[], []];
  let losses = 0;
  const listener = new NotificationListener(pool, {
    channel: 'xudai_spec',
    onNotification: (payload) => heard.push(payload),
    onLost: () => (losses += 1),
    onSetback: (error) => setbacks.push(error),
  });
  closing.push(() => listener.close());
  const { wakeUp } = listener;
  const begins = async (): Promise<void> => {
    const { count } = wakeUp;
    listener.listen();
    listener.listen();
    await until(() => wakeUp.count > count);
  };
  await begins();
  for (const word of ['one', 'two']) {
    const { count } = wakeUp;
    await owner.query(`select pg_notify('xudai_spec', $1)`, [word]);
    await until(() => wakeUp.count > count);
    expect(await cut()).toBe(1);
    await until(() => losses === heard.length);
    await begins();
  }
  expect(heard).toEqual(['one', 'two']);
  expect(setbacks).toHaveLength(2);
});

it('a listener reports that the database is unavailable, and nothing once it is closed', async () => {
  const setbacks: unknown[] = [];
  const away = createPool('postgres://nobody:x@127.0.0.1:1/none', { max: 1, applicationName: 'away' });
  const listener = new NotificationListener(away, {
    channel: 'xudai_spec',
    onSetback: (error) => setbacks.push(error),
  });
  listener.listen();
  await until(() => setbacks.length === 1);
  await listener.close();
  listener.listen();
  await pause(50);
  expect(setbacks).toHaveLength(1);
  await away.end();
});
