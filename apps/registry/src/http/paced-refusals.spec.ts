import { describe, expect, it } from '@jest/globals';
import { PacedRefusals } from './paced-refusals.js';

describe('refusals of one sender', () => {
  it('are delayed one after another, but for the first', () => {
    let now = 0;
    const refusals = new PacedRefusals(() => now);
    expect([1, 2, 3].map(() => refusals.delayOf('flood'))).toEqual([0, 8, 16]);
    now = 10;
    expect([1, 2].map(() => refusals.delayOf('flood'))).toEqual([14, 22]);
  });

  it('do not delay those of another sender', () => {
    const refusals = new PacedRefusals(() => 0);
    for (let no = 0; no < 500; no += 1) refusals.delayOf('flood');
    expect(refusals.delayOf('other')).toBe(0);
  });

  it('are forgotten once they are sent, however many senders there were', () => {
    let now = 0;
    const refusals = new PacedRefusals(() => now);
    for (let no = 0; no < 5_000; no += 1) {
      now += 1;
      expect(refusals.delayOf(`sender ${no}`)).toBe(0);
    }
    expect(refusals.delayOf('sender 4999')).toBe(8);
    expect(refusals.senders).toBeLessThanOrEqual(1_001);
  });
});
