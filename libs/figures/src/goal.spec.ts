import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { follow, goalOf, satisfies, type Step } from './goal.js';

const target = (
  comparator: 'GT' | 'GTE' | 'APPROX' | 'INFO',
  threshold: string | null,
  tolerance: string | null = null,
) => ({
  comparator,
  threshold,
  tolerance,
  unit: 'CNY' as const,
});

describe('a goal', () => {
  it('is strict for GT: exactly the threshold is not yet achieved', () => {
    const goal = goalOf(target('GT', '1000000000000.00'));
    expect(satisfies(100_000_000_000_000n, goal)).toBe(false);
    expect(satisfies(100_000_000_000_001n, goal)).toBe(true);
  });

  it('includes the threshold for GTE', () => {
    expect(satisfies(100n, goalOf(target('GTE', '1.00')))).toBe(true);
    expect(satisfies(99n, goalOf(target('GTE', '1.00')))).toBe(false);
  });

  it('is never reached for INFO', () => {
    expect(satisfies(100n, goalOf(target('INFO', '0.00')))).toBe(false);
  });

  it('lies within the tolerance on both sides for APPROX', () => {
    const quantity = fc.bigInt({ min: 0n, max: 3_000n });
    const tolerance = fc.integer({ min: 0, max: 120 });
    fc.assert(
      fc.property(quantity, quantity, tolerance, (actual, limit, hundredths) => {
        const yuan = `${limit / 100n}.${String(limit % 100n).padStart(2, '0')}`;
        const share = `${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
        const gap = actual > limit ? actual - limit : limit - actual;
        const within = gap * 100n <= BigInt(hundredths) * limit;
        expect(satisfies(actual, goalOf(target('APPROX', yuan, share)))).toBe(within);
      }),
    );
  });
});

const step = (seq: number, quantity: bigint): Step => ({ seq, quantity });
const start = { target: 9, computation: 1, total: 0n, firstSeq: null };
const after = (...steps: readonly Step[]) => follow({ least: 100n, most: 110n }, start, steps);

describe('a target that is followed', () => {
  it('is reached at the first seq after which the total satisfied it, and stays so', () => {
    expect(after(step(3, 60n), step(4, 45n), step(5, 50n))).toMatchObject({ total: 155n, firstSeq: 4 });
  });

  it('looks at the total only when all of a seq is counted', () => {
    expect(after(step(3, 200n), step(4, -95n), step(4, -105n))).toMatchObject({
      total: 0n,
      firstSeq: null,
    });
  });
});
