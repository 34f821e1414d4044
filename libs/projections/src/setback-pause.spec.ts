import { expect, it } from '@jest/globals';
import { setbackPauseMs } from './setback-pause.js';

it('a follower tries again soon at first, then less and less often, at least every two seconds', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 10_000].map((before) => setbackPauseMs(before, false))).toEqual([
    50, 100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000,
  ]);
});

it('a follower leaves a database that is full alone for ten seconds, however often it said so', () => {
  for (const before of [0, 1, 20]) expect(setbackPauseMs(before, true)).toBe(10_000);
});
