import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { growthOf, growthProgress } from './goal.js';

const target = (
  comparator: 'GT' | 'GTE' | 'APPROX' | 'INFO',
  threshold: string | null,
  tolerance: string | null = null,
) => ({ comparator, threshold, tolerance });
const shown = (now: bigint, base: bigint, of = target('GTE', '0.2500')) =>
  growthProgress(of, growthOf(now, base));

describe('growth', () => {
  it('is unknown where it grew from nothing, or from less than nothing', () => {
    const unknown = { actual: null, ratio: null, achieved: false, remaining: null };
    for (const base of [0n, -1n, -100n]) expect(shown(500n, base)).toEqual(unknown);
    expect(shown(-150n, -100n)).toEqual(unknown);
    expect(shown(3n, 1n)).toMatchObject({ actual: '2.0000', achieved: true });
  });

  it('is compared exactly, and cut off only where it is shown', () => {
    // A quarter less one part in 120,000: 0.249991…
    expect(shown(149_999n, 120_000n)).toEqual({
      actual: '0.2499',
      ratio: '0.9999',
      achieved: false,
      remaining: '0.0000',
    });
    expect(shown(150_000n, 120_000n)).toEqual({
      actual: '0.2500',
      ratio: '1.0000',
      achieved: true,
      remaining: '0.0000',
    });
  });

  it('is strict for GT', () => {
    expect(shown(125n, 100n, target('GT', '0.2500')).achieved).toBe(false);
    expect(shown(1_250_001n, 1_000_000n, target('GT', '0.2500'))).toMatchObject({
      actual: '0.2500',
      achieved: true,
    });
  });

  it('may be below zero, and to a balance below zero', () => {
    expect(shown(80n, 120n)).toMatchObject({ actual: '-0.3333', ratio: '-1.3333', remaining: '0.5833' });
    expect(shown(-50n, 100n)).toMatchObject({ actual: '-1.5000', achieved: false });
  });

  it('has nothing to reach for INFO, and no share of a threshold of zero', () => {
    expect(shown(150n, 100n, target('INFO', null))).toEqual({
      actual: '0.5000',
      ratio: null,
      achieved: false,
      remaining: null,
    });
    expect(shown(150n, 100n, target('GT', '0.0000'))).toMatchObject({ ratio: null, achieved: true });
  });

  it('is about the threshold within the tolerance on both sides', () => {
    const tenth = target('APPROX', '0.2000', '0.1');
    const achieved = [1179n, 1180n, 1220n, 1221n].map((now) => shown(now, 1000n, tenth).achieved);
    expect(achieved).toEqual([false, true, true, false]);
  });

  it('never shows itself or what remains as more than it is', () => {
    const balance = fc.bigInt({ min: 1n, max: 10n ** 17n });
    fc.assert(
      fc.property(balance, balance, fc.integer({ min: 0, max: 20_000 }), (now, base, limit) => {
        const threshold = `${Math.trunc(limit / 10_000)}.${String(limit % 10_000).padStart(4, '0')}`;
        const { actual, remaining, achieved } = shown(now, base, target('GTE', threshold));
        const units = (text: string | null) => BigInt((text ?? '').replace('.', ''));
        const exact = (now - base) * 10_000n;
        expect(achieved).toBe(exact >= BigInt(limit) * base);
        expect(units(actual) * base <= exact || exact < 0n).toBe(true);
        expect(units(remaining) * base <= BigInt(limit) * base - exact || achieved).toBe(true);
        if (achieved) expect(remaining).toBe('0.0000');
      }),
    );
  });
});
