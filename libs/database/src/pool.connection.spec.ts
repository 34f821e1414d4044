import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultProxy, testDatabase, type TestDatabase } from '#testing';
import { createPool } from './pool.connection.js';
import type { SnapshotPool } from './snapshot.connection.js';

let database: TestDatabase;
let pool: SnapshotPool;
const setbacks: unknown[] = [];

beforeAll(async () => {
  database = await testDatabase();
  const onSetback = (error: unknown): number => setbacks.push(error);
  pool = createPool(database.appUrl, { max: 3, applicationName: 'pool spec', onSetback });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const value = async (expression: string): Promise<unknown> => {
  const { rows } = await pool.query(`select ${expression} as value`);
  return rows[0]?.value;
};

describe('a server that falls silent', () => {
  it('bounds the time of queries, in snapshots or not, and of connecting', async () => {
    const proxy = await faultProxy(database.appUrl);
    const through = createPool(proxy.url, { max: 2, applicationName: 'silent', longestAnswerMs: 300 });
    await Promise.all([through.query('select 1'), through.query('select 2')]);
    proxy.freeze();
    const from = performance.now();
    const asked = await Promise.allSettled([
      through.query('select 1'),
      through.snapshot(() => through.query('select 2')),
    ]);
    expect(performance.now() - from).toBeLessThan(8_000);
    for (const answer of asked)
      expect(answer).toMatchObject({ status: 'rejected', reason: { message: 'Query read timeout' } });
    proxy.thaw();
    expect((await through.query('select 3 as three')).rows).toEqual([{ three: 3 }]);
    await through.end();
    await proxy.close();
  });
});

describe('values of a pool', () => {
  it.each([
    ['9007199254740991::bigint', 9007199254740991],
    ['count(*)', 1],
    [`date '2024-02-29'`, '2024-02-29'],
    [`timestamptz '2024-05-06 09:02:03.4567+08'`, '2024-05-06T01:02:03.456Z'],
    ['12345678901234567890.10::numeric', '12345678901234567890.10'],
    [`'{"b":1,"a":[null]}'::json`, { b: 1, a: [null] }],
    ['null::bigint', null],
    [`current_setting('application_name')`, 'pool spec'],
    [`current_setting('statement_timeout')`, '30s'],
  ])('are read: %s', async (expression, read) => {
    expect(await value(expression)).toEqual(read);
  });

  it('are refused where they would be rounded', async () => {
    await expect(value('9007199254740993::bigint')).rejects.toThrow(RangeError);
    expect(await value('1')).toBe(1);
  });
});

describe('a pool', () => {
  it('survives the end of idle connections', async () => {
    await value('1');
    const other = createPool(database.appUrl, { max: 1, applicationName: 'pool spec other' });
    await other.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'pool spec'`,
    );
    // The pool hears of it by and by.
    while (setbacks.length === 0) await new Promise((done) => setTimeout(done, 10));
    expect(await value('1')).toBe(1);
    await other.end();
  });
});

describe('a snapshot', () => {
  it('fails alone when its connection ends between two queries', async () => {
    const other = createPool(database.appUrl, { max: 1, applicationName: 'pool spec other' });
    const broken = pool.snapshot(async () => {
      const pid = await value('pg_backend_pid()');
      await other.query('select pg_terminate_backend($1, 5000)', [pid]);
      await new Promise((done) => setTimeout(done, 50));
      return value('1');
    });
    await expect(broken).rejects.toThrow();
    expect(await value('1')).toBe(1);
    await other.end();
  });

  const checkpoints = (): Promise<unknown> => value('(select count(*) from projection_checkpoints)');
  const add = (name: string): Promise<unknown> =>
    pool.query('insert into projection_checkpoints (name, version, seq) values ($1, 1, 0)', [name]);

  it('shows one state to all queries', async () => {
    const other = createPool(database.appUrl, { max: 1, applicationName: 'pool spec other' });
    await pool.snapshot(async () => {
      const before = await checkpoints();
      await other.query(`insert into projection_checkpoints (name, version, seq) values ('s1', 1, 0)`);
      expect(await Promise.all([checkpoints(), pool.snapshot(checkpoints), checkpoints()])).toEqual([
        before,
        before,
        before,
      ]);
      await expect(add('s2')).rejects.toThrow('read-only transaction');
    });
    expect(await checkpoints()).toBe(1);
    await other.end();
  });

  it('of several at once keeps each apart', async () => {
    const before = Number(await checkpoints());
    let added: Promise<unknown> = Promise.resolve();
    await pool.snapshot(async () => {
      expect(await checkpoints()).toBe(before);
      added = new Promise((done) => setTimeout(done, 50));
      await added;
      expect(await checkpoints()).toBe(before);
    });
    await add('s3');
    expect(await pool.snapshot(checkpoints)).toBe(before + 1);
  });

  it('passes on errors of its work, and leaves the pool usable', async () => {
    for (let round = 0; round < 10; round += 1) {
      await expect(pool.snapshot(() => Promise.reject(new Error('work')))).rejects.toThrow('work');
      await expect(pool.snapshot(() => value('1 / 0'))).rejects.toThrow('division by zero');
    }
    expect(await value('1')).toBe(1);
    expect(pool.totalCount).toBeLessThanOrEqual(3);
  });

  it('does not include work that outlives it', async () => {
    let later: Promise<unknown> = Promise.resolve();
    let added: (value?: unknown) => void = () => undefined;
    const before = Number(await checkpoints());
    await pool.snapshot(async () => {
      await checkpoints();
      later = new Promise((done) => (added = done)).then(checkpoints);
    });
    await add('s4');
    added();
    expect(await later).toBe(before + 1);
  });
});
