import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type pg from 'pg';
import { ProjectionCheckpoints } from './projection-checkpoints.query.js';
import { append, type CounterLog, counterLog } from './testing/planted-log.js';
import { pause } from '#wake-up';

let log: CounterLog;
let owner: pg.Pool;
let pool: pg.Pool;
let progress: ProjectionCheckpoints;
let setbacks: unknown[];

beforeAll(() => Logger.overrideLogger(false));
beforeEach(async () => {
  setbacks = [];
  log = await counterLog((error) => setbacks.push(error));
  ({ owner, pool } = log);
  progress = new ProjectionCheckpoints(pool);
});
afterEach(async () => {
  await progress.onModuleDestroy();
  await log.close();
});

const standAt = async (name: string, seq: number, { silent = false } = {}): Promise<void> => {
  await owner.query(
    `insert into projection_checkpoints (name, version, seq) values ($1, 1, $2)
     on conflict (name) do update set seq = excluded.seq`,
    [name, seq],
  );
  if (!silent) await owner.query(`select pg_notify('xudai_projected', $1)`, [`${name} ${seq}`]);
};

describe('progress', () => {
  it('before the first fact', async () => {
    expect(await progress.progress(['one', 'other'])).toEqual({
      seq: 0,
      recordedAt: null,
      headSeq: 0,
      definitions: null,
      definitionsName: null,
      isProjected: true,
      isBeyondHead: false,
      lagMs: 0,
      parked: 0,
      failures: [],
    });
  });

  it('is that of the slowest; one that never ran is at the beginning', async () => {
    await append(pool, ['a', 1], ['a', 1], ['a', 1]);
    await standAt('one', 3);
    await standAt('other', 2);
    const recordedAt = '2024-06-30T00:00:00.000Z';
    expect(await progress.progress(['one'])).toEqual({
      seq: 3,
      recordedAt,
      headSeq: 3,
      definitions: null,
      definitionsName: null,
      isProjected: true,
      isBeyondHead: false,
      lagMs: 0,
      parked: 0,
      failures: [],
    });
    expect(await progress.passed(['one', 'other', 'third'])).toEqual([
      { name: 'one', seq: 3, parked: 0 },
      { name: 'other', seq: 2, parked: 0 },
      { name: 'third', seq: 0, parked: 0 },
    ]);
    const together = await progress.progress(['one', 'other']);
    expect(together).toMatchObject({ seq: 2, recordedAt, headSeq: 3 });
    expect(together.lagMs).toBeGreaterThan(1_000_000);
    expect(await progress.progress(['one', 'never'])).toMatchObject({ seq: 0, recordedAt: null });
  });

  it('says when one of them has passed a fact that is not there', async () => {
    await append(pool, ['a', 1], ['a', 1]);
    await standAt('one', 2);
    await standAt('other', 3);
    expect(await progress.progress(['one'])).toMatchObject({ isBeyondHead: false });
    expect(await progress.progress(['one', 'other'])).toMatchObject({ isBeyondHead: true });
  });
});

describe('as known at a seq', () => {
  beforeEach(() => append(pool, ...Array.from({ length: 3 }, () => ['a', 1] as const)));
  const isProjected = async (seq: number): Promise<boolean> =>
    (await progress.progress(['targets', 'arbiter'], seq)).isProjected;

  it('is projected once all have passed the fact, what was derived from it, and its back-fill is complete', async () => {
    expect([await isProjected(0), await isProjected(2)]).toEqual([true, false]);
    await standAt('targets', 2);
    expect(await isProjected(2)).toBe(false);
    await standAt('arbiter', 3);
    expect([await isProjected(2), await isProjected(3)]).toEqual([true, false]);
    await owner.query(`insert into derived_facts values ('arbiter', 'borrower-one', 0, 2, 3)`);
    expect([await isProjected(1), await isProjected(2)]).toEqual([true, false]);
    await standAt('targets', 3);
    expect(await isProjected(2)).toBe(true);
    await owner.query('insert into figure_back_fill (target, computation) values (0, 2)');
    expect([await isProjected(1), await isProjected(2)]).toEqual([true, false]);
  });

  it('is not projected where the log holds no such fact', async () => {
    await standAt('targets', 9);
    await standAt('arbiter', 9);
    expect([await isProjected(3), await isProjected(4)]).toEqual([true, false]);
  });
});

describe('waiting', () => {
  beforeEach(() => append(pool, ...Array.from({ length: 5 }, () => ['a', 1] as const)));

  it('never ends with a fact that is not there, whatever the checkpoints say', async () => {
    await standAt('one', 9);
    expect(await progress.waitUntilProjected(['one'], 5, 0)).toBe(true);
    expect(await progress.waitUntilProjected(['one'], 6, 50)).toBe(false);
  });

  it('is over at once when it is projected, and in time when it is not', async () => {
    await standAt('one', 3);
    expect(await progress.waitUntilProjected(['one'], 3, 0)).toBe(true);
    expect(await progress.waitUntilProjected(['one'], 4, 0)).toBe(false);
    const began = performance.now();
    expect(await progress.waitUntilProjected(['one', 'other'], 3, 50)).toBe(false);
    expect(performance.now() - began).toBeGreaterThanOrEqual(49);
  });

  it('of a definition lasts until what it begins is filled in, unless it is enough that it is in force', async () => {
    await standAt('targets', 5);
    const isOver = (seq: number, more = {}) => progress.waitUntilProjected(['targets'], seq, 0, more);
    for (const [defined, target, computation] of [
      [2, 0, 2],
      [4, 4, 2],
      [3, 0, -(3 * 65_536 + 7)],
      [5, 5, -(3 * 65_536 + 7)],
    ] as const) {
      await owner.query('insert into figure_back_fill (target, computation) values ($1, $2)', [
        target,
        computation,
      ]);
      expect([await isOver(defined), await isOver(1)]).toEqual([false, true]);
      expect(await isOver(defined, { isInForce: true })).toBe(true);
      await owner.query('delete from figure_back_fill');
      expect(await isOver(defined)).toBe(true);
    }
  });

  it('is over when the last of them says so', async () => {
    await standAt('one', 1);
    await standAt('other', 1);
    const waiting = progress.waitUntilProjected(['one', 'other'], 2, 5_000);
    await pause(20);
    for (const name of ['one', 'other']) await standAt(name, 2);
    expect(await waiting).toBe(true);
  });

  it('looks for itself when no word comes, also with its connection lost', async () => {
    await standAt('one', 1);
    await progress.waitUntilProjected(['one'], 2, 0);
    const waiting = progress.waitUntilProjected(['one'], 2, 5_000);
    await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like 'listen xudai_projected%'`,
    );
    await standAt('one', 2, { silent: true });
    expect(await waiting).toBe(true);
    await standAt('one', 3);
    expect(await progress.waitUntilProjected(['one'], 3, 1_000)).toBe(true);
  });

  it('is not misled by a checkpoint that went back', async () => {
    await standAt('one', 1);
    await progress.waitUntilProjected(['one'], 2, 0);
    await standAt('one', 5);
    expect(await progress.waitUntilProjected(['one'], 5, 1_000)).toBe(true);
    await standAt('one', 0);
    await pause(50);
    expect(await progress.waitUntilProjected(['one'], 5, 100)).toBe(false);
  });
});
