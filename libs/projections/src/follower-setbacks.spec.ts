import { expect, it } from '@jest/globals';
import { createPool } from '#database';
import { ProjectionCheckpoints } from './projection-checkpoints.query.js';
import { follow } from './projection.follower.js';
import { rowsOf, rowsProjection } from './rows.projection.js';
import { counter } from './testing/counter.js';
import { append, counterLog, countsIn, factSource } from './testing/planted-log.js';

/* A database that is away. */

/** Follows until it was told of so many setbacks. */
const followed = async (until: number) => {
  const ending = new AbortController();
  const setbacks: unknown[] = [];
  const pool = createPool('postgres://nobody:x@127.0.0.1:1/none', { max: 1, applicationName: 'spec' });
  const ended = await follow({
    projection: rowsProjection('counter', 1, [rowsOf(counter)]),
    pool,
    facts: { readAfter: () => Promise.resolve([]) },
    signal: ending.signal,
    onSetback: (setback) => {
      setbacks.push(setback);
      if (setbacks.length === until) ending.abort();
    },
  });
  await pool.end();
  return { ended, setbacks };
};

it('a follower of a database that is away tells each setback, and ends at the signal', async () => {
  const away = expect.objectContaining({ code: 'ECONNREFUSED' });
  expect(await followed(3)).toEqual({ ended: { outcome: 'stopped' }, setbacks: [away, away, away] });
});

it('a follower pauses longer after each setback', async () => {
  const began = performance.now();
  await followed(5);
  // The last ends with the signal. At least half of 25, 50, 100 and 200 ms, and a timer may be a little early.
  expect(performance.now() - began).toBeGreaterThan(170);
});

it.each([
  ['does not wait for the disk where its rows can be folded again', {}, 'off'],
  ['waits for it where it appends to the log', { appends: true }, 'on'],
])('a follower %s', async (_, kind, setting) => {
  const log = await counterLog(() => undefined);
  await log.owner.query(
    `do $$ begin execute format('alter database %I set synchronous_commit = on', current_database()); end $$`,
  );
  const ending = new AbortController();
  const seen: unknown[] = [];
  await append(log.pool, ['a', 1]);
  await follow({
    projection: {
      tables: [],
      name: 'counter',
      version: 1,
      ...kind,
      apply: async (_facts, connection) => {
        seen.push((await connection.query('show synchronous_commit')).rows[0]);
        ending.abort();
      },
    },
    pool: log.pool,
    facts: factSource(log.pool),
    signal: ending.signal,
    onSetback: (setback) => seen.push(setback),
  });
  await log.close();
  expect(seen).toEqual([{ synchronous_commit: setting }]);
});

it('a follower whose prepared questions give other columns than before prepares them anew, and stops at no fact', async () => {
  const log = await counterLog(() => undefined);
  const ending = new AbortController();
  const setbacks: unknown[] = [];
  const progress = new ProjectionCheckpoints(log.pool);
  const ended = follow({
    projection: rowsProjection('counter', 1, [rowsOf(counter)]),
    pool: log.pool,
    facts: factSource(log.pool),
    signal: ending.signal,
    onSetback: (setback) => setbacks.push(setback),
  });
  for (let seq = 1; seq <= 6; seq += 1) {
    await append(log.pool, ['a', 1]);
    expect(await progress.waitUntilProjected(['counter'], seq, 10_000)).toBe(true);
  }
  expect(setbacks).toEqual([]);
  await log.owner.query('alter table counter alter column page type jsonb using page::jsonb');
  await append(log.pool, ['a', 1]);
  expect(await progress.waitUntilProjected(['counter'], 7, 10_000)).toBe(true);
  expect(setbacks).toMatchObject([{ cause: { routine: 'RevalidateCachedQuery' } }]);
  expect(await countsIn(log.pool)).toEqual({ a: 7 });
  ending.abort();
  expect(await ended).toEqual({ outcome: 'stopped' });
  await progress.onModuleDestroy();
  await log.close();
});
