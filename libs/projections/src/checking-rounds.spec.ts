import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createPool } from '#database';
import { pause } from '#wake-up';
import type { CheckResult } from './check.table.js';
import { type CheckedPart, type Checker, checkerOf, wholePart } from './projection.js';
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

it('counts each slice of a sum once, though its connection is lost between', async () => {
  const slices = 3;
  let losses = 0;
  const sums: number[] = [];
  const whole = wholePart('sum', async (client) => {
    const { rows } = await client.query<{ sum: number }>(
      'select numbers[1]::integer as sum from projection_check_sums',
    );
    sums.push(rows[0]?.sum ?? 0);
    return [];
  });
  const part: CheckedPart = {
    ...whole,
    isCarried: true,
    sliceEnd: async (_, after) => (Number(after) < slices ? String(Number(after) + 1) : null),
    carry: async (client, { after, upTo }) => {
      if (after === null) await client.query('delete from projection_check_sums');
      await client.query(
        `insert into projection_check_sums as known values ('counter', 'sum', '{all}', '{1}')
         on conflict (projection, part, key) do update set numbers = array[known.numbers[1] + 1]`,
      );
      if (upTo !== '2' || losses > 0) return;
      losses += 1;
      await client.query('select pg_terminate_backend(pg_backend_pid())');
    },
  };
  check([checkerOf('counter', [part])]);
  await until(() => sums.length > 0);
  expect([losses, sums[0]]).toEqual([1, slices]);
});

it('compares no sums of a round in which a slice of them broke, and begins anew', async () => {
  const checked: (string | null)[] = [];
  let breaks = true;
  const part: CheckedPart = {
    ...wholePart('sum', async () => []),
    isCarried: true,
    sliceEnd: async (_, after) => (Number(after) < 3 ? String(Number(after) + 1) : null),
    check: async (client, { upTo }) => {
      if (breaks) await client.query('select 1 / 0');
      checked.push(upTo);
      return [];
    },
    carry: async (client, { upTo }) => {
      if (!breaks || upTo !== '2') return;
      await client.query('select 1 / 0');
    },
  };
  check([checkerOf('counter', [part])]);
  await until(() => setbacks.length > 0);
  expect(checked).toEqual([]);
  breaks = false;
  await until(() => checked.length > 0);
  expect(checked).toEqual([null]);
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

it('says nothing of rows that are derived out of wrong ones, until those are right', async () => {
  const sums: CheckedPart = {
    ...wholePart('sums', async () => [{ table: 'sums', key: 'b', expected: 7, found: 1 }]),
    outOf: ['counter'],
  };
  await log.owner.query(`update counter set count = 7`);
  check([checkerOf('counter', [...counterChecker.parts, sums])]);
  await until(() => alarms.length > 2);
  const tablesAlarmed = (): ReadonlySet<string> =>
    new Set(alarms.flatMap(({ mismatches }) => mismatches.map(({ table }) => table)));
  expect([...tablesAlarmed()]).toEqual(['counter']);
  await log.owner.query(`update counter set count = 1`);
  await until(() => tablesAlarmed().has('sums'));
});
