import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPool, type SnapshotPool } from '#database';
import { pause } from '#wake-up';
import type { Rebuilding } from './rebuild.follower.js';
import { append, countsIn } from './testing/planted-log.js';
import { counting, many, RebuiltCounter } from './testing/rebuilt-counter.js';

let rebuilt: RebuiltCounter;

beforeEach(async () => {
  rebuilt = await RebuiltCounter.opened();
});
afterEach(() => rebuilt.close());

describe('a rebuild among others', () => {
  it('goes on after each crash, whichever of two processes is at it, and is recorded once', async () => {
    await append(rebuilt.owner, ...many(3_000));
    rebuilt.follow();
    await rebuilt.passed(3_000);
    let refusals = 2;
    const record: Rebuilding['record'] = (switched) => {
      if ((refusals -= 1) >= 0) throw new Error('killed');
      return rebuilt.record(switched);
    };
    await rebuilt.ask();
    rebuilt.rebuild(counting, { batch: 100, record });
    rebuilt.rebuild(counting, { batch: 100, record });
    let isOver = false;
    const killing = (async () => {
      while (!isOver) {
        await pause(Math.random() * 150);
        await rebuilt.owner.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and application_name ~ ' (rebuild|switch)$'`,
        );
        await append(rebuilt.owner, ['k', 1]);
      }
    })();
    // It comes through between two kills, or when they end.
    await pause(4_000);
    isOver = true;
    await killing;
    expect((await rebuilt.ended()).differences).toBe(0);
    expect(rebuilt.recorded).toHaveLength(1);
    const { rows } = await rebuilt.owner.query<{ head: number }>(
      'select max(seq)::integer as head from facts',
    );
    await rebuilt.passed(rows[0]?.head ?? 0);
    expect(await countsIn(rebuilt.pool)).toEqual(await rebuilt.told());
    expect(rebuilt.setbacks.length).toBeGreaterThan(2);
  });

  it('fails nobody who reads in a snapshot, and shows nobody rows of another fact than he is told', async () => {
    const readers: SnapshotPool = createPool(String(rebuilt.pool.options.connectionString), {
      max: 6,
      applicationName: 'readers',
    });
    rebuilt.follow();
    await append(rebuilt.owner, ...many(1_000));
    await rebuilt.passed(1_000);
    let isOver = false;
    let answers = 0;
    const reading = Array.from({ length: 6 }, async () => {
      while (!isOver) {
        const [seq, sum] = await readers.snapshot(async () => {
          const { rows: at } = await readers.query<{ seq: number }>('select seq from projection_checkpoints');
          await pause(Math.random() * 40);
          const { rows } = await readers.query<{ sum: number }>(
            'select sum(count)::integer as sum from counter',
          );
          return [at[0]?.seq ?? 0, rows[0]?.sum ?? 0] as const;
        });
        const { rows } = await readers.query<{ sum: number }>(
          `select sum((data->>'by')::integer)::integer as sum from facts where seq <= $1`,
          [seq],
        );
        expect(sum).toBe(rows[0]?.sum);
        answers += 1;
      }
    });
    const reporting = (async () => {
      while (!isOver) {
        await append(rebuilt.owner, ...many(5));
        await pause(10);
      }
    })();
    rebuilt.rebuild();
    for (let round = 1; round <= 3; round += 1) {
      await rebuilt.ask();
      await rebuilt.ended();
      expect(rebuilt.recorded).toHaveLength(round);
    }
    while (answers <= 100) await pause(20);
    isOver = true;
    await Promise.all([...reading, reporting]);
    await readers.end();
    expect(rebuilt.setbacks).toEqual([]);
  });
});
