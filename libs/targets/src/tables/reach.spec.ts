import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { goalOf, growthOf, growthProgress, satisfies } from '#figures';
import { mayGrow, mayReach, reachOf, type Sums } from './reach.js';

/* What is passed over must hold nothing: where a total satisfies a target on the way, the sums alone say that it may. */

const steps = fc.array(fc.bigInt({ min: -50n, max: 50n }), { minLength: 1, maxLength: 8 });
const start = fc.bigInt({ min: -30n, max: 60n });
const comparator = fc.constantFrom('GT' as const, 'GTE' as const, 'APPROX' as const);

const sumsOf = (quantities: readonly bigint[]): Sums => ({
  net: quantities.reduce((sum, each) => sum + each, 0n),
  gained: quantities.reduce((sum, each) => (each > 0n ? sum + each : sum), 0n),
});

/** The total after each. */
const onTheWay = (before: bigint, quantities: readonly bigint[]): readonly bigint[] => {
  let total = before;
  return quantities.map((each) => (total += each));
};

describe('the reach of a total', () => {
  it('is what was gained above it and what was lost below', () => {
    expect(reachOf(10n, sumsOf([5n, -7n, 1n]))).toEqual({ least: 3n, most: 16n });
  });

  it('has in it every total on the way, so that none that satisfies a goal is passed over', () => {
    fc.assert(
      fc.property(
        start,
        steps,
        comparator,
        fc.integer({ min: 0, max: 80 }),
        (before, all, compares, limit) => {
          const goal = goalOf({
            comparator: compares,
            threshold: String(limit),
            tolerance: '0.05',
            unit: 'COUNT',
          });
          const reach = reachOf(before, sumsOf(all));
          const satisfied = onTheWay(before, all).some((total) => satisfies(total, goal));
          if (satisfied) expect(goal && mayReach(reach, goal)).toBe(true);
        },
      ),
    );
  });

  it('leaves out a goal above what can have been gained, and one below what can have been lost', () => {
    const reach = reachOf(10n, { net: 2n, gained: 4n });
    const mayBe = (least: bigint, most: bigint | null) => mayReach(reach, { least, most });
    expect([mayBe(14n, null), mayBe(15n, null)]).toEqual([true, false]);
    expect([mayBe(0n, 8n), mayBe(0n, 7n)]).toEqual([true, false]);
  });

  it('of a growth passes over nothing either', () => {
    const growths = fc.record({
      base: start,
      now: start,
      steps: fc.array(fc.record({ quantity: fc.bigInt({ min: -50n, max: 50n }), isBase: fc.boolean() }), {
        minLength: 1,
        maxLength: 8,
      }),
    });
    fc.assert(
      fc.property(
        growths,
        comparator,
        fc.constantFrom('0.2500', '0.0000', '-0.1000', '3.0000'),
        (of, compares, threshold) => {
          const target = { comparator: compares, threshold, tolerance: '0.05' };
          const baseSteps = of.steps.map(({ quantity, isBase }) => (isBase ? quantity : 0n));
          const nowSteps = of.steps.map(({ quantity }) => quantity);
          const bases = onTheWay(of.base, baseSteps);
          const satisfied = onTheWay(of.now, nowSteps).some(
            (now, at) => growthProgress(target, growthOf(now, bases[at] ?? 0n)).achieved,
          );
          const may = mayGrow(reachOf(of.now, sumsOf(nowSteps)), reachOf(of.base, sumsOf(baseSteps)), target);
          if (satisfied) expect(may).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('of a growth leaves out what cannot be', () => {
    const still = { least: 100n, most: 100n };
    const growth = (most: bigint) =>
      mayGrow({ least: 90n, most }, still, { comparator: 'GTE', threshold: '0.2500', tolerance: null });
    expect([growth(124n), growth(125n)]).toEqual([false, true]);
    const ofNothing = { least: -5n, most: 0n };
    expect(mayGrow(still, ofNothing, { comparator: 'GT', threshold: '0.2500', tolerance: null })).toBe(false);
    expect(mayGrow(still, still, { comparator: 'INFO', threshold: '0.2500', tolerance: null })).toBe(false);
  });
});
