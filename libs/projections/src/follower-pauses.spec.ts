import { expect, it } from '@jest/globals';
import { atLeastMs, restAfterMs } from './follower-pauses.js';

it('a follower leaves a database that is full alone for ten seconds at least, and no other', () => {
  expect([atLeastMs(true), atLeastMs(false)]).toEqual([10_000, 0]);
});

it('a follower rests until 100 ms after a short round began, and twice as long as a longer one took, up to 400 ms', () => {
  expect([0, 10, 33, 34, 100, 199, 201, 10_000].map(restAfterMs)).toEqual([
    100, 90, 67, 68, 200, 398, 400, 400,
  ]);
});
