import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { applyFacts } from './batch.table.js';
import { CheckpointMoved } from './checkpoint.table.js';
import type { Projection } from './projection.js';
import { follow, type Following, type FollowingEnded } from './projection.follower.js';
import { restAfterMs } from './follower-pace.js';
import { ProjectionCheckpoints } from './projection-checkpoints.query.js';
import { rowsOf, rowsProjection } from './rows.projection.js';
import { counted, counter } from './testing/counter.js';
import { append, type CounterLog, counterLog, countsIn, factSource } from './testing/planted-log.js';
import { counting, noRest } from './testing/rebuilt-counter.js';
import { type ActiveSession, HeldConnection, tryLock } from '#database';
import { itWhileOthersRun } from '#testing';
import { pause } from '#wake-up';

let log: CounterLog;
let owner: pg.Pool;
let pool: pg.Pool;
let progress: ProjectionCheckpoints;
let setbacks: unknown[];
let ending: AbortController;
let following: Promise<FollowingEnded>[];

beforeEach(async () => {
  setbacks = [];
  log = await counterLog((error) => setbacks.push(error));
  ({ owner, pool } = log);
  ending = new AbortController();
  following = [];
  progress = new ProjectionCheckpoints(pool);
});
afterEach(async () => {
  ending.abort();
  await Promise.all(following);
  await progress.onModuleDestroy();
  await log.close();
});

const followed = (
  projection: Projection = counting,
  batch = 1_000,
  more: Partial<Following> = {},
): Promise<FollowingEnded> => {
  const ended = follow({
    projection,
    pool,
    facts: factSource(pool),
    signal: ending.signal,
    onSetback: (error) => setbacks.push(error),
    batch,
    restMs: noRest,
    ...more,
  });
  following.push(ended);
  return ended;
};

const passed = (seq: number, timeoutMs = 10_000): Promise<boolean> =>
  progress.waitUntilProjected(['counter'], seq, timeoutMs);

/** As if its process were killed, or its machine cut off. */
const killedConnections = async (where: string): Promise<number> => {
  const { rowCount } = await owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and ${where}`,
  );
  return rowCount ?? 0;
};
/** One that believes to hold the lock. */
const believing = async (): Promise<ActiveSession & { close(): Promise<void> }> => {
  const held = new HeldConnection(pool);
  const connection = await held.open();
  return { connection, lost: undefined, check: () => undefined, close: () => held.drop() };
};

const holdsTheLock = `pid in (select pid from pg_locks where locktype = 'advisory' and granted)`;

describe('a follower', () => {
  it('applies what is there and what comes', async () => {
    await append(pool, ['a', 1], ['b', 2], ['a', 3]);
    void followed();
    expect(await passed(3)).toBe(true);
    await append(pool, ['b', -2], ['c', 1]);
    expect(await passed(5)).toBe(true);
    expect(await countsIn(pool)).toEqual({ a: 4, c: 1 });
    expect(setbacks).toEqual([]);
  });

  it('ends its batches at multiples of their length, wherever it begins', async () => {
    const batches: (readonly number[])[] = [];
    const apply: Projection['apply'] = (facts, connection) => {
      batches.push(facts.map(({ seq }) => seq));
      return counting.apply(facts, connection);
    };
    const steps = (count: number) => Array.from({ length: count }, () => ['a', 1] as const);
    await append(pool, ...steps(10));
    void followed({ ...counting, apply }, 4);
    expect(await passed(10)).toBe(true);
    await append(pool, ...steps(3));
    expect(await passed(13)).toBe(true);
    expect(batches).toEqual([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10], [11, 12], [13]]);
  });

  it('applies many facts when it is its turn, and a few whoever has it', async () => {
    let permitsUsed = 0;
    const itsTurn = new AbortController();
    const take = async <Result>(_seq: number, work: () => Promise<Result>): Promise<Result> => {
      permitsUsed += 1;
      await pause(60_000, itsTurn.signal);
      return work();
    };
    const steps = (count: number) => Array.from({ length: count }, () => ['a', 1] as const);
    await append(pool, ...steps(600));
    void followed(counting, 1_000, { semaphore: { use: take } });
    expect(await passed(600, 500)).toBe(false);
    itsTurn.abort();
    expect(await passed(600)).toBe(true);
    await append(pool, ...steps(300));
    expect(await passed(900)).toBe(true);
    expect(permitsUsed).toBe(1);
  });

  it('hears of a fact, without waiting for the next look', async () => {
    void followed();
    const tookMs: number[] = [];
    // The quickest of some: the machine may be busy with another.
    for (let seq = 1; seq <= 4; seq += 1) {
      await pause(100);
      const began = performance.now();
      await append(pool, ['a', 1]);
      expect(await passed(seq)).toBe(true);
      tookMs.push(performance.now() - began);
    }
    expect(Math.min(...tookMs.slice(1))).toBeLessThan(500);
  });

  it('applies in one round what comes one by one within a tenth of a second', async () => {
    let rounds = 0;
    const apply: Projection['apply'] = (facts, connection) => {
      rounds += 1;
      return counting.apply(facts, connection);
    };
    void followed({ ...counting, apply }, 1_000, { restMs: restAfterMs });
    await append(pool, ['a', 1]);
    await passed(1);
    const [began, before] = [performance.now(), rounds];
    for (let fact = 0; fact < 100; fact += 1) {
      await append(pool, ['a', 1]);
      await pause(5);
    }
    expect(await passed(101)).toBe(true);
    // Each fact is told of while nothing else is at work: without a beat there are nearly as many rounds as facts.
    expect(rounds - before).toBeLessThanOrEqual((performance.now() - began) / 100 + 2);
  });

  it('says where it stands when it has committed', async () => {
    const heard: unknown[] = [];
    const listener = await pool.connect();
    listener.on('notification', ({ channel, payload }) => heard.push([channel, payload]));
    await listener.query('listen xudai_projected');
    void followed();
    await append(pool, ['a', 1], ['b', 1]);
    expect(await passed(2)).toBe(true);
    // Whoever looks may see the commit a moment before its word is sent.
    while (heard.length === 0) await listener.query('select');
    listener.release(true);
    expect(heard).toEqual([['xudai_projected', 'counter 2']]);
  });

  it('stops at the signal and leaves the place to the next', async () => {
    const [first, standby] = [followed(), followed()];
    await append(pool, ['a', 1]);
    await passed(1);
    ending.abort();
    expect(await first).toEqual({ outcome: 'stopped' });
    expect(await standby).toEqual({ outcome: 'stopped' });
    ending = new AbortController();
    void followed();
    await append(pool, ['a', 1]);
    expect(await passed(2)).toBe(true);
    expect(await countsIn(pool)).toEqual({ a: 2 });
  });

  it('applies each fact once, with three at once and connections that die in the middle', async () => {
    const slow: Projection = {
      ...counting,
      apply: async (facts, connection) => {
        await counting.apply(facts, connection);
        await connection.query('select pg_sleep(0.005)');
      },
    };
    for (let count = 0; count < 3; count += 1) void followed(slow, 10);
    let killed = 0;
    let facts = 0;
    while (killed < 20) {
      const steps = Array.from({ length: 50 }, (_, place) => [`n${place % 7}`, 1 + (place % 3)] as const);
      await append(owner, ...steps);
      facts += steps.length;
      await pause(Math.random() * 100);
      killed += await killedConnections(killed % 4 === 3 ? 'true' : holdsTheLock);
    }
    // The pool of this spec, too, hears of what was ended last.
    await pause(100);
    expect(await passed(facts, 20_000)).toBe(true);
    const { rows } = await owner.query<{ name: string; count: number }>(
      `select data->>'name' as name, sum((data->>'by')::integer)::integer as count from facts group by 1`,
    );
    expect(await countsIn(pool)).toEqual(Object.fromEntries(rows.map(({ name, count }) => [name, count])));
    expect(setbacks.length).toBeGreaterThanOrEqual(15);
  });

  it('is succeeded within five seconds when its connection is cut', async () => {
    let lost: Error | undefined;
    const holder = new HeldConnection(pool, { onLost: (error) => (lost = error) });
    expect(await tryLock(await holder.open(), 'xudai projection counter')).toBe(true);
    void followed();
    await append(pool, ['a', 1]);
    expect(await passed(1, 700)).toBe(false);
    expect(await killedConnections(holdsTheLock)).toBe(1);
    expect(await passed(1, 5_000)).toBe(true);
    expect(lost).toBeInstanceOf(Error);
    await holder.drop();
  });

  it('goes nowhere on facts that it kept and the log does not hold any more', async () => {
    await append(pool, ['a', 1]);
    const session = await believing();
    await pool.query(`insert into projection_checkpoints (name, version, seq) values ('counter', 1, 1)`);
    const lost = applyFacts(session, { projection: counting }, { version: 1, seq: 1, failedSeq: null }, [
      counted(2, 'a'),
    ]);
    await expect(lost.finally(() => session.close())).rejects.toBeInstanceOf(CheckpointMoved);
    expect(await countsIn(pool)).toEqual({});
  });

  it('whose checkpoint was set back while nothing comes begins from there', async () => {
    await append(pool, ['a', 1], ['a', 1]);
    void followed();
    await passed(2);
    // Together: between the two the follower would count again what is there.
    await owner.query('delete from projection_checkpoints; truncate counter');
    expect(await passed(2)).toBe(true);
    expect(await countsIn(pool)).toEqual({ a: 2 });
  });

  it('that only believes to hold the place applies nothing', async () => {
    await append(pool, ['a', 1], ['a', 1]);
    const facts = [counted(1, 'a'), counted(2, 'a')];
    const sessions = await Promise.all([believing(), believing()]);
    await pool.query(`insert into projection_checkpoints (name, version, seq) values ('counter', 1, 0)`);
    const outcomes = await Promise.allSettled(
      sessions.map((session) =>
        applyFacts(session, { projection: counting }, { version: 1, seq: 0, failedSeq: null }, facts).finally(
          () => session.close(),
        ),
      ),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([{ status: 'rejected', reason: expect.any(CheckpointMoved) }]);
    expect(await countsIn(pool)).toEqual({ a: 2 });
  });

  it('whose checkpoint was moved starts over from where it is', async () => {
    void followed();
    await append(pool, ['a', 1]);
    await passed(1);
    const mover = await pool.connect();
    await mover.query('begin');
    await mover.query(`update projection_checkpoints set seq = 0 where name = 'counter'`);
    // Together: who looks between the two, while nothing comes, begins from there without a word.
    await append(mover, ['b', 1]);
    await mover.query('commit');
    mover.release();
    await passed(2);
    expect(await countsIn(pool)).toEqual({ a: 2, b: 1 });
    expect(setbacks).toEqual([expect.any(CheckpointMoved)]);
  });

  it('writes nothing while there is no room, keeps its place, and goes on by itself', async () => {
    let hasRoom = true;
    const ended = follow({
      projection: counting,
      pool,
      facts: factSource(pool),
      signal: ending.signal,
      hasRoom: () => hasRoom,
      onSetback: (error) => setbacks.push(error),
    });
    following.push(ended);
    await append(pool, ['a', 1]);
    expect(await passed(1)).toBe(true);
    hasRoom = false;
    await append(pool, ['a', 1]);
    expect(await passed(2, 2_000)).toBe(false);
    expect(await countsIn(pool)).toEqual({ a: 1 });
    hasRoom = true;
    expect(await passed(2)).toBe(true);
    expect(setbacks).toEqual([]);
  });

  it('ends when it is told to, also while it waits for room', async () => {
    await append(pool, ['a', 1]);
    const ended = follow({
      projection: counting,
      pool,
      facts: factSource(pool),
      signal: ending.signal,
      hasRoom: () => false,
      onSetback: (error) => setbacks.push(error),
    });
    await pause(500);
    ending.abort();
    expect(await ended).toEqual({ outcome: 'stopped' });
    expect(await countsIn(pool)).toEqual({});
  });

  it.each([1, 2, 3, 1_000])(
    'that parks nothing stops before a fact that it cannot apply, batches of %d',
    async (batch) => {
      await append(pool, ['a', 1], ['b', 1], ['a', 1], ['a', 13], ['b', 1]);
      const failure = {
        name: 'counter',
        seq: 4,
        eventId: '00000000-0000-7000-8000-000000000004',
        message: 'Thirteen cannot be counted.',
      };
      expect(await followed({ ...counting, parks: false }, batch)).toEqual({ outcome: 'failed', failure });
      expect(await countsIn(pool)).toEqual({ a: 2, b: 1 });
      expect(await progress.progress(['counter'])).toMatchObject({ seq: 3, headSeq: 5, failures: [failure] });

      const able = rowsProjection('counter', 1, [rowsOf({ ...counter, fold: (page) => page })]);
      void followed(able, batch);
      expect(await passed(5)).toBe(true);
      expect(await progress.progress(['counter'])).toMatchObject({ seq: 5, failures: [] });
    },
  );

  it('takes what the data of a fact does to the database for the fact’s failure', async () => {
    await append(pool, ['a', 1], ['b', 1]);
    const strict: Projection = {
      ...counting,
      parks: false,
      apply: async (facts, connection) => {
        for (const { data } of facts)
          await connection.query(`select 1 / (case when $1::json->>'name' = 'b' then 0 else 1 end)`, [data]);
      },
    };
    expect(await followed(strict)).toMatchObject({
      outcome: 'failed',
      failure: { seq: 2, message: 'division by zero' },
    });
    expect(setbacks).toEqual([]);
  });

  it('tries again what another moment may let pass', async () => {
    await append(pool, ['a', 1]);
    let tries = 0;
    const unlucky: Projection = {
      ...counting,
      apply: async (facts, connection) => {
        await counting.apply(facts, connection);
        tries += 1;
        if (tries < 3) await connection.query(`do $$ begin raise exception using errcode = '40001'; end $$`);
      },
    };
    void followed(unlucky);
    expect(await passed(1)).toBe(true);
    expect(await countsIn(pool)).toEqual({ a: 1 });
    expect(setbacks).toHaveLength(2);
    expect((await progress.progress(['counter'])).failures).toEqual([]);
  });

  it('after many setbacks is as quick as at first once it applied something', async () => {
    let failures = 5;
    const failing: Projection = {
      ...counting,
      apply: async (facts, connection) => {
        await counting.apply(facts, connection);
        if ((failures -= 1) >= 0)
          await connection.query(`do $$ begin raise exception using errcode = '40001'; end $$`);
      },
    };
    await append(pool, ['a', 1]);
    void followed(failing);
    expect(await passed(1)).toBe(true);
    const tookMs: number[] = [];
    for (let seq = 2; seq <= 4; seq += 1) {
      failures = 1;
      const began = performance.now();
      await append(pool, ['a', 1]);
      expect(await passed(seq)).toBe(true);
      tookMs.push(performance.now() - began);
    }
    expect(setbacks).toHaveLength(8);
    // The quickest of some; else it would have paused for 0.8 s and more each time.
    expect(Math.min(...tookMs)).toBeLessThan(600);
  });

  it('does not write on rows of another version', async () => {
    await append(pool, ['a', 1]);
    await pool.query(`insert into projection_checkpoints (name, version, seq) values ('counter', 2, 0)`);
    expect(await followed()).toMatchObject({ outcome: 'failed', failure: { seq: 0, eventId: null } });
    expect(await countsIn(pool)).toEqual({});
    void followed({ ...counting, version: 2 });
    expect(await passed(1)).toBe(true);
    expect((await progress.progress(['counter'])).failures).toEqual([]);
  });

  it('never passes a gap', async () => {
    await append(pool, ['a', 1], ['a', 1], ['a', 1]);
    await owner.query('alter table facts disable trigger user; delete from facts where seq = 2');
    void followed();
    while (setbacks.length < 2) await pause(20);
    expect(await countsIn(pool)).toEqual({});
    expect(setbacks[0]).toEqual(new Error('After fact 1 came 3.'));
  });

  itWhileOthersRun('asks a database that is full seldom', async () => {
    const own = await counterLog(() => undefined);
    const shown = new ProjectionCheckpoints(own.pool);
    const over = new AbortController();
    const refused: unknown[] = [];
    await append(own.pool, ['a', 1]);
    await own.owner.query(`create function full_disk() returns trigger language plpgsql as $$
        begin raise exception 'could not extend file' using errcode = '53100'; end $$`);
    await own.owner.query('create trigger full_disk before insert on counter execute function full_disk()');
    const ended = follow({
      projection: counting,
      pool: own.pool,
      facts: factSource(own.pool),
      signal: over.signal,
      onSetback: (error) => refused.push(error),
    });
    await pause(4_000);
    expect(refused).toHaveLength(1);
    await own.owner.query('drop trigger full_disk on counter');
    expect(await shown.waitUntilProjected(['counter'], 1, 15_000)).toBe(true);
    over.abort();
    await ended;
    await shown.onModuleDestroy();
    await own.close();
  });
});
