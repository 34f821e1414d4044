import { describe, expect, it } from '@jest/globals';
import { lagsMs } from './projection-lag.client.js';

describe('the lag from acknowledgement to projected', () => {
  const looks = [
    { seq: 0, atMs: 0 },
    { seq: 10, atMs: 100 },
    { seq: 20, atMs: 200 },
  ];

  it('ends with the first look that found the position reached', () => {
    const acknowledged = [
      { seq: 20, atMs: 150 },
      { seq: 3, atMs: 90 },
      { seq: 10, atMs: 95 },
      { seq: 11, atMs: 95 },
    ];
    expect(lagsMs(acknowledged, looks)).toEqual([10, 5, 105, 50]);
  });

  it('is none where it was projected before the report was answered', () => {
    expect(lagsMs([{ seq: 5, atMs: 130 }], looks)).toEqual([0]);
  });

  it('is not made up where a position was never reached', () => {
    expect(() => lagsMs([{ seq: 21, atMs: 1 }], looks)).toThrow(/not projected/);
  });
});
