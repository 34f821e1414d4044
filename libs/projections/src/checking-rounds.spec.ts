import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createPool } from '#database';
import { pause } from '#wake-up';
import type { CheckResult } from './check.table.js';
import type { Checker } from './checker.js';
import { type Checking, keepChecking } from './checking.follower.js';
import { checkerOfOne, counterChecker } from './testing/counter.checker.js';
import { append, type CounterLog, counterLog } from './testing/planted-log.js';

/* When it is checked, and when it is not. */

let log: CounterLog;
let stop: AbortController;
let running: Promise<void>;
let alarms: CheckResult[];
let setbacks: unknown[];

const check = (checkers: readonly Checker[], more: Partial<Checking> = {}): void => {
  running = keepChecking({
    checkers,
    projections: [{ name: 'counter', version: 1 }],
    pool: log.pool,
    signal: stop.signal,
    onMismatches: (result) => alarms.push(result),
    onBroken: (_, error) => setbacks.push(error),
    onSetback: (error) => setbacks.push(error),
    roundPauseMs: 10,
    ...more,
  });
};
const until = async (reached: () => boolean): Promise<void> => {
  for (let tries = 0; !reached(); tries += 1) {
    if (tries > 500) throw new Error('It did not come to that.');
    await pause(20);
  }
};

beforeEach(async () => {
  [stop, running, alarms, setbacks] = [new AbortController(), Promise.resolve(), [], []];
  log = await counterLog(() => undefined);
  await append(log.pool, ['b', 1]);
  await log.owner.query(`insert into counter values ('b', 1, '{}')`);
  await log.owner.query(`insert into projection_checkpoints (name, version, seq) values ('counter', 1, 1)`);
});
afterEach(async () => {
  stop.abort();
  await running;
  await log.close();
});

it('takes a twentieth of the time at most', async () => {
  const began: number[] = [];
  check([
    checkerOfOne('counter', async (client) => {
      began.push(performance.now());
      await client.query('select pg_sleep(0.03)');
      return [];
    }),
  ]);
  await until(() => began.length >= 3);
  const [first = 0, second = 0, third = 0] = began;
  expect(Math.min(second - first, third - second)).toBeGreaterThanOrEqual(30 * 20);
});

it('checks nothing while there is no room to write what it finds, and goes on when there is', async () => {
  let hasRoom = false;
  await log.owner.query('update counter set count = 7');
  check([counterChecker], { hasRoom: () => hasRoom });
  await pause(200);
  expect((await log.owner.query('select from projection_checks')).rowCount).toBe(0);
  hasRoom = true;
  await until(() => alarms.length > 0);
});

it('says so when nobody follows what it is to check', async () => {
  check([counterChecker], { projections: [] });
  await until(() => setbacks.length > 0);
  expect(setbacks).toEqual([new Error('Nobody follows counter, which has a checker.')]);
});

it('says nothing of what fails because it was told to end', async () => {
  const pool = createPool('postgres://nobody:x@127.0.0.1:1/none', { max: 1, applicationName: 'spec' });
  check([counterChecker], { pool });
  stop.abort();
  await running;
  expect(setbacks).toEqual([]);
  await pool.end();
});

it('leaves nothing behind at the signal when its connection was lost', async () => {
  const cutting = checkerOfOne('counter', async (connection) => {
    await connection.query('select pg_terminate_backend(pg_backend_pid())');
    return [];
  });
  check([cutting]);
  await until(() => setbacks.length > 0);
  await pause(10);
  expect(setbacks).toEqual([expect.any(Error)]);
  // That of the pause before the next attempt.
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
});

it('begins with the projection whose last check is longest ago, so that none is forgotten by who is often started anew', async () => {
  const { owner } = log;
  await owner.query(
    `insert into projection_checkpoints (name, version, seq) values ('other', 1, 1), ('third', 1, 1)`,
  );
  await owner.query(
    `insert into projection_checks (name, seq, checked_at, duration_ms, mismatches, first)
     values ('counter', 1, now(), 1, 0, '[]'), ('other', 1, now() - interval '1 hour', 1, 0, '[]')`,
  );
  const checked: string[] = [];
  const noting = (projection: string): Checker =>
    checkerOfOne(projection, async () => {
      checked.push(projection);
      return [];
    });
  check(['counter', 'other', 'third'].map(noting), {
    projections: ['counter', 'other', 'third'].map((name) => ({ name, version: 1 })),
  });
  await until(() => checked.length >= 3);
  expect(checked.slice(0, 3)).toEqual(['third', 'other', 'counter']);
});
