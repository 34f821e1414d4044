import type { TargetData } from '#facts';
import { scaled } from './goal.js';

/** A share of the whole, exactly. */
interface Share {
  readonly over: bigint;
  readonly under: bigint;
}

/** Weights have up to six decimals. */
const places = 6;

const weightOf = (decimal: string): bigint => {
  const { units, scale } = scaled(decimal);
  return (units * 10n ** BigInt(places)) / scale;
};

interface Month {
  readonly weight: bigint;
  days: number;
  elapsed: number;
}

/** The months of the period with their weights, how many working days each has in it, and how many of those have passed. */
const months = (all: readonly string[], elapsed: number, path: readonly string[]): readonly Month[] => {
  const byMonth = new Map<string, Month>();
  for (const [index, day] of all.entries()) {
    const name = day.slice(0, 7);
    const month = byMonth.get(name) ?? {
      weight: weightOf(path[Number(day.slice(5, 7)) - 1] ?? '0'),
      days: 0,
      elapsed: 0,
    };
    month.days += 1;
    if (index < elapsed) month.elapsed += 1;
    byMonth.set(name, month);
  }
  return [...byMonth.values()];
};

/**
 * What share of a target should be there after `elapsed` of its working days: a line over working days, or each month of the
 * period with its weight, and a line over the working days within the month. Null where there is nothing to share out.
 */
export const expectedShare = (
  all: readonly string[],
  elapsed: number,
  path: TargetData['path'],
): Share | null => {
  if (path === null) return all.length === 0 ? null : { over: BigInt(elapsed), under: BigInt(all.length) };
  const weighed = months(all, elapsed, path);
  const whole = weighed.reduce((sum, { weight }) => sum + weight, 0n);
  if (whole === 0n) return null;
  // Sums of fractions over one denominator, so that nothing is rounded before the end.
  const common = weighed.reduce((product, { days }) => product * BigInt(days), 1n);
  const over = weighed.reduce(
    (sum, { weight, days, elapsed: passed }) => sum + (weight * BigInt(passed) * common) / BigInt(days),
    0n,
  );
  return { over, under: whole * common };
};
