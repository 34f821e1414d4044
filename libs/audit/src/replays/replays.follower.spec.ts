import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import type { Replay } from '#contract';
import { createPool, type SnapshotPool } from '#database';
import { testDatabase, type TestDatabase } from '#testing';
import { pause } from '#wake-up';
import {
  ReplayHandler,
  type ReplayOutcome,
  ReplayQuery,
  type RunReplay,
  StartReplayCommand,
  StartReplayHandler,
} from './replays.table.js';
import { carryOutReplays } from './replays.follower.js';

const equal: ReplayOutcome = {
  outcome: 'completed',
  seq: 9,
  comparison: {
    totals: [{ target: 'T', replayed: '1.00', projected: '1.00' }],
    differences: [],
    verdict: 'equal',
  },
  rows: [],
};

describe('carrying out replays', () => {
  let database: TestDatabase;
  let pool: SnapshotPool;
  const find = (id: string) => new ReplayHandler(pool).execute(new ReplayQuery(id));
  let stop: AbortController;
  let running: Promise<void>[];
  let setbacks: unknown[];

  const carryOut = (run: RunReplay, atOnce = 2): void => {
    running.push(
      carryOutReplays({
        pool,
        run,
        signal: stop.signal,
        onSetback: (error) => setbacks.push(error),
        atOnce,
      }),
    );
  };
  const ask = async (programme = 'P'): Promise<string> =>
    (
      await new StartReplayHandler(pool).execute(
        new StartReplayCommand({ programme, effectiveAsOf: businessDate('2024-12-31'), knownAt: null }),
      )
    )?.id ?? '';
  const until = async (id: string, reached: (replay: Replay) => boolean): Promise<Replay> => {
    for (let tries = 0; tries < 500; tries += 1) {
      const replay = await find(id);
      if (replay && reached(replay)) return replay;
      await pause(20);
    }
    throw new Error(`${JSON.stringify(await find(id))}`);
  };
  const ended = (id: string): Promise<Replay> => until(id, ({ status }) => status !== 'RUNNING');

  beforeEach(async () => {
    [stop, running, setbacks] = [new AbortController(), [], []];
    database = await testDatabase();
    pool = createPool(database.appUrl, { max: 12, applicationName: 'replays spec' });
  });
  afterEach(async () => {
    stop.abort();
    await Promise.all(running);
    await pool.end();
    await database.drop();
  });

  it('writes counts while it runs, and the outcome', async () => {
    let finish = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (finish = resolve));
    carryOut(async (asked, onProgress) => {
      expect(asked).toMatchObject({ programme: 'P', effectiveAsOf: '2024-12-31' });
      onProgress({ factsRead: 4, factsTotal: 9 });
      await waiting;
      return equal;
    });
    const id = await ask();
    const underWay = await until(id, ({ factsRead }) => factsRead > 0);
    expect(underWay).toMatchObject({
      status: 'RUNNING',
      factsRead: 4,
      factsTotal: 9,
      seq: 9,
      verdict: null,
      totals: [],
    });
    finish();
    expect(await ended(id)).toMatchObject({
      status: 'COMPLETED',
      verdict: 'equal',
      factsRead: 9,
      factsTotal: 9,
      totals: [{ target: 'T', replayed: '1.00', projected: '1.00' }],
    });
  });

  it('writes the differences, or why the replay failed', async () => {
    const differences = [{ target: 'T', member: 'actual', replayed: '1.00', projected: '2.00' }];
    carryOut(async ({ programme }) =>
      programme === 'BROKEN'
        ? { outcome: 'failed', reason: 'It cannot be folded.' }
        : { ...equal, comparison: { totals: [], differences, verdict: 'different' } },
    );
    const [one, other] = [await ask(), await ask('BROKEN')];
    expect(await ended(one)).toMatchObject({ status: 'COMPLETED', verdict: 'different', differences });
    expect(await ended(other)).toMatchObject({
      status: 'FAILED',
      verdict: null,
      reason: 'It cannot be folded.',
    });
  });

  it('carries out each replay in one process', async () => {
    const runs: string[] = [];
    const run: RunReplay = async ({ programme }) => {
      runs.push(programme);
      await pause(50);
      return equal;
    };
    carryOut(run);
    carryOut(run);
    const ids = await Promise.all(Array.from({ length: 10 }, (_, no) => ask(`P${no}`)));
    await Promise.all(ids.map(ended));
    expect([...runs].sort()).toEqual(Array.from({ length: 10 }, (_, no) => `P${no}`));
  });

  it('begins again after passing errors, five times at most', async () => {
    let runs = 0;
    carryOut(async ({ programme }) => {
      runs += 1;
      if (programme === 'P' && runs > 1) return equal;
      throw new Error('The database is away.');
    }, 1);
    expect(await ended(await ask())).toMatchObject({ status: 'COMPLETED' });
    expect([runs, String(setbacks[0])]).toEqual([2, 'Error: The database is away.']);
    runs = 0;
    expect(await ended(await ask('ALWAYS'))).toMatchObject({ status: 'FAILED' });
    expect(runs).toBe(5);
  });

  it('aborts when the lock is lost with its connection, and ignores a late outcome', async () => {
    const broken: unknown[] = [];
    let runs = 0;
    carryOut(async (_, onProgress, signal) => {
      runs += 1;
      if (runs > 1) return equal;
      onProgress({ factsRead: 1, factsTotal: 9 });
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      broken.push(signal.reason);
      return { outcome: 'failed', reason: 'too late' };
    }, 1);
    const id = await ask();
    await until(id, ({ factsRead }) => factsRead > 0);
    await pool.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    expect(await ended(id)).toMatchObject({ status: 'COMPLETED', verdict: 'equal' });
    expect([broken.length, runs]).toEqual([1, 2]);
  });

  it('leaves a replay to another process when it is stopped', async () => {
    carryOut(async (_, onProgress, signal) => {
      onProgress({ factsRead: 1, factsTotal: 9 });
      await pause(60_000, signal);
      signal.throwIfAborted();
      return equal;
    });
    const id = await ask();
    await until(id, ({ factsRead }) => factsRead > 0);
    stop.abort();
    await Promise.all(running);
    expect(await find(id)).toMatchObject({ status: 'RUNNING' });
    expect(setbacks).toEqual([]);

    stop = new AbortController();
    carryOut(async () => equal);
    expect(await ended(id)).toMatchObject({ status: 'COMPLETED' });
  });
});
