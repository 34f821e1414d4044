import { expect, it } from '@jest/globals';
import { atLeastMs, restAfterMs } from './follower-pauses.js';

it('a follower leaves a database that is full alone for ten seconds at least, and no other', () => {
  expect([atLeastMs(true), atLeastMs(false)]).toEqual([10_000, 0]);
});

it('a follower rests until 100 ms after a short round began, and three times as long as a longer one took, up to 400 ms', () => {
  expect([0, 10, 24, 25, 26, 100, 133, 134, 10_000].map(restAfterMs)).toEqual([
    100, 90, 76, 75, 78, 300, 399, 400, 400,
  ]);
});
