import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { pause } from '#wake-up';
import type { BrokenCheck, CheckResult } from './check.table.js';
import type { Checker } from './projection.js';
import { type Checking, keepChecking } from './checking.follower.js';
import { ChecksHandler } from './projection-check.table.js';
import { checkerOfOne, counterChecker } from './testing/counter.checker.js';
import { append, type CounterLog, counterLog } from './testing/planted-log.js';

describe('keeping on checking', () => {
  let log: CounterLog;
  let stop: AbortController;
  let running: Promise<void>[];
  let alarms: CheckResult[];
  let setbacks: unknown[];
  let broken: BrokenCheck[];

  const check = (checkers: readonly Checker[], more: Partial<Checking> = {}): void => {
    running.push(
      keepChecking({
        checkers,
        projections: checkers.map(({ projection }) => ({ name: projection, version: 1 })),
        pool: log.pool,
        signal: stop.signal,
        onMismatches: (result) => alarms.push(result),
        onBroken: (check) => broken.push(check),
        onSetback: (error) => setbacks.push(error),
        roundPauseMs: 10,
        ...more,
      }),
    );
  };
  const last = () => new ChecksHandler(log.pool).execute();
  const until = async (reached: () => boolean | Promise<boolean>): Promise<void> => {
    for (let tries = 0; !(await reached()); tries += 1) {
      if (tries > 5_000) throw new Error('It did not come to that.');
      await pause(20);
    }
  };
  const stand = (seq: number, version = 1): Promise<pg.QueryResult> =>
    log.owner.query(
      `insert into projection_checkpoints (name, version, seq) values ('counter', $2, $1)
       on conflict (name) do update set seq = excluded.seq, version = excluded.version`,
      [seq, version],
    );
  const row = (name: string, count: number): Promise<pg.QueryResult> =>
    log.owner.query(
      `insert into counter values ($1, $2, '{}') on conflict (name) do update set count = excluded.count`,
      [name, count],
    );

  beforeEach(async () => {
    [stop, running, alarms, setbacks, broken] = [new AbortController(), [], [], [], []];
    log = await counterLog(() => undefined);
    await append(log.pool, ['a', 2], ['b', 1], ['a', 3]);
    await row('a', 2);
    await row('b', 1);
    await stand(2);
  });
  afterEach(async () => {
    stop.abort();
    await Promise.all(running);
    await log.close();
  });

  it('finds nothing in rows that are right up to the checkpoint, and says up to where', async () => {
    check([counterChecker]);
    await until(async () => (await last()).length > 0);
    expect(await last()).toMatchObject([{ projection: 'counter', seq: 2, mismatches: 0, first: [] }]);
    expect([alarms, setbacks]).toEqual([[], []]);
  });

  it('finds a row that was altered by hand, tells it, and tells when it is right again', async () => {
    check([counterChecker]);
    await row('b', 7);
    await until(() => alarms.length > 0);
    expect(alarms[0]).toMatchObject({
      projection: 'counter',
      mismatches: [{ table: 'counter', key: 'b', expected: 1n, found: 7 }],
    });
    await until(async () => (await last())[0]?.mismatches === 1);
    expect(await last()).toMatchObject([
      { mismatches: 1, first: [{ table: 'counter', key: 'b', row: 'different' }], failure: null },
    ]);
    const { rows } = await log.owner.query('select first from projection_checks');
    expect(rows[0].first).toEqual([{ table: 'counter', key: 'b', expected: '1', found: 7 }]);

    await row('b', 1);
    await until(async () => (await last())[0]?.mismatches === 0);
  });

  it('does not hold rows of another version against this one', async () => {
    await stand(2, 2);
    await row('b', 7);
    check([counterChecker, { ...counterChecker, projection: 'none' }]);
    await pause(200);
    expect([await last(), alarms, setbacks]).toEqual([[], [], []]);
  });

  it('is kept neither from other checks nor from the next round by a checker that breaks', async () => {
    let calls = 0;
    const breaking = checkerOfOne('breaking', async (client) => {
      calls += 1;
      await client.query('select 1 / 0');
      return [];
    });
    await log.owner.query(
      `insert into projection_checkpoints (name, version, seq) values ('breaking', 1, 1)`,
    );
    check([breaking, counterChecker]);
    await until(async () => calls >= 5 && (await last()).length === 2);
    const failure = { fact: null, code: '22012' };
    expect(broken[0]).toEqual({ projection: 'breaking', seq: 1, ...failure });
    expect(await last()).toMatchObject([
      { projection: 'breaking', failure },
      { projection: 'counter', mismatches: 0, failure: null },
    ]);
  });

  it('says at which fact a check breaks, until it does no more', async () => {
    for (let round = 0; round < 20; round += 1) await append(log.pool, ['a', 1]);
    await append(log.pool, ['c', 2 ** 31]);
    for (let round = 0; round < 20; round += 1) await append(log.pool, ['b', 1]);
    check([counterChecker]);
    await until(async () => (await last())[0]?.mismatches === 0);
    await stand(44);
    await until(() => broken.length >= 2);
    expect(broken[1]).toEqual({ projection: 'counter', seq: 44, fact: 24, code: '22003' });
    expect(await last()).toMatchObject([{ seq: 2, mismatches: 0, failure: { fact: 24, code: '22003' } }]);
    await stand(2);
    await until(async () => (await last())[0]?.failure === null);
    expect(setbacks).toEqual([]);
  });

  it('cannot write through the connection that it checks with', async () => {
    check([
      checkerOfOne('counter', async (client) => {
        await client.query(`delete from counter`);
        return [];
      }),
    ]);
    await until(() => broken.length > 0);
    expect(broken[0]).toMatchObject({ fact: null, code: '25006' });
  });

  it('is done by one of several, and by another when its connection is lost', async () => {
    let atOnce = 0;
    let most = 0;
    let checks = 0;
    const slow = checkerOfOne('counter', async (client) => {
      most = Math.max(most, (atOnce += 1));
      await client.query('select pg_sleep(0.02)');
      atOnce -= 1;
      checks += 1;
      return [];
    });
    check([slow]);
    check([slow]);
    await until(() => checks >= 2);
    await log.owner.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    const before = checks;
    await until(() => checks > before + 1);
    expect(most).toBe(1);
  });

  it('ends at once with the signal, whatever a check is doing', async () => {
    let begun = false;
    check([
      checkerOfOne('counter', async (client) => {
        begun = true;
        await client.query('select pg_sleep(60)');
        return [];
      }),
    ]);
    await until(() => begun);
    const began = performance.now();
    stop.abort();
    await Promise.all(running);
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(setbacks).toEqual([]);
  });
});
