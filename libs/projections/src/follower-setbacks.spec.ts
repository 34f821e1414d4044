import { expect, it } from '@jest/globals';
import { createPool } from '#database';
import { follow } from './projection.follower.js';
import { rowsOf, rowsProjection } from './rows.projection.js';
import { counter } from './testing/counter.js';

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
