import { expect, it } from '@jest/globals';
import type pg from 'pg';
import { follow } from './projection.follower.js';
import { rowsOf, rowsProjection } from './rows.projection.js';
import { counter } from './testing/counter.js';

/* A database that is away: the pool gives no connection. */

/** Follows until it was told of so many setbacks. */
const followed = async (error: Error | undefined, until: number) => {
  const ending = new AbortController();
  const setbacks: unknown[] = [];
  const connect = (give: (error: Error | undefined) => void): void => give(error);
  const ended = await follow({
    projection: rowsProjection('counter', 1, [rowsOf(counter)]),
    pool: { connect } as unknown as pg.Pool,
    facts: { readAfter: () => Promise.resolve([]) },
    signal: ending.signal,
    onSetback: (setback) => {
      setbacks.push(setback);
      if (setbacks.length === until) ending.abort();
    },
  });
  return { ended, setbacks };
};

it('a follower of a database that is away tells each setback, and ends at the signal', async () => {
  const away = new Error('away');
  expect(await followed(away, 3)).toEqual({ ended: { outcome: 'stopped' }, setbacks: [away, away, away] });
});

it('a follower pauses longer after each setback', async () => {
  const began = performance.now();
  await followed(new Error('away'), 4);
  // 50, 100 and 200 ms, and a timer may be a little early.
  expect(performance.now() - began).toBeGreaterThan(340);
});

it('a follower says so when its pool gives neither a connection nor a reason', async () => {
  const { setbacks } = await followed(undefined, 1);
  expect(setbacks).toEqual([new Error('The pool gave no connection.')]);
});
