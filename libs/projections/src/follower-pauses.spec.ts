import { expect, it } from '@jest/globals';
import { restAfterMs, setbackPauseMs } from './follower-pauses.js';

it('a follower tries again soon at first, then less and less often, at least every two seconds', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 10_000].map((before) => setbackPauseMs(before, false))).toEqual([
    50, 100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000,
  ]);
});

it('a follower leaves a database that is full alone for ten seconds, however often it said so', () => {
  for (const before of [0, 1, 20]) expect(setbackPauseMs(before, true)).toBe(10_000);
});

it('a follower rests until 100 ms after a short round began, and three times as long as a longer one took, up to 400 ms', () => {
  expect([0, 10, 24, 25, 26, 100, 133, 134, 10_000].map(restAfterMs)).toEqual([
    100, 90, 76, 75, 78, 300, 399, 400, 400,
  ]);
});
