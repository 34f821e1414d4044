import type { TargetData } from '#facts';
import { truncatedDecimal } from '#money';
import { scaled } from './goal.js';

/** An exact fraction; `under` is above zero. */
interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

export interface GrowthProgress {
  readonly actual: string | null;
  readonly ratio: string | null;
  readonly achieved: boolean;
  readonly remaining: string | null;
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/** What a balance grew by, as a share of what it was; null unless it was above zero: of nothing, or of less, there is no share. */
export const growthOf = (now: bigint, base: bigint): Fraction | null =>
  base > 0n ? { over: now - base, under: base } : null;

const ratioText = ({ over, under }: Fraction): string => truncatedDecimal(over, under, 4);

/** Compared as exact fractions; only what is shown is cut off to four decimals. */
const satisfies = (
  { comparator, tolerance }: Pick<TargetData, 'comparator' | 'tolerance'>,
  growth: Fraction,
  limit: Fraction,
  missing: Fraction,
): boolean => {
  if (comparator === 'INFO') return false;
  if (comparator === 'GT') return missing.over < 0n;
  if (comparator === 'GTE') return missing.over <= 0n;
  const { units, scale } = scaled(tolerance ?? '0');
  return absolute(missing.over) * scale <= units * limit.over * growth.under;
};

export const growthText = (growth: Fraction | null): string | null => growth && ratioText(growth);

export const growthProgress = (
  { comparator, threshold, tolerance }: Pick<TargetData, 'comparator' | 'threshold' | 'tolerance'>,
  growth: Fraction | null,
): GrowthProgress => {
  if (growth === null) return { actual: null, ratio: null, achieved: false, remaining: null };
  const actual = ratioText(growth);
  if (threshold === null) return { actual, ratio: null, achieved: false, remaining: null };
  const { units, scale } = scaled(threshold);
  const limit = { over: units, under: scale };
  const missing = {
    over: limit.over * growth.under - growth.over * limit.under,
    under: limit.under * growth.under,
  };
  return {
    actual,
    ratio:
      units === 0n ? null : ratioText({ over: growth.over * limit.under, under: growth.under * limit.over }),
    achieved: satisfies({ comparator, tolerance }, growth, limit, missing),
    remaining:
      comparator === 'INFO' ? null : ratioText(missing.over < 0n ? { over: 0n, under: 1n } : missing),
  };
};
