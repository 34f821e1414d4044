import { type Goal, scaled } from '#figures';
import type { TargetData } from '#facts';

// Whether a total can have satisfied a target somewhere among facts of which no more is known than what they come to and what they gained.

/** What quantities come to, and what those of them above zero come to. */
export interface Sums {
  readonly net: bigint;
  readonly gained: bigint;
}

/** Between which a total stays on the way. */
export interface Reach {
  readonly least: bigint;
  readonly most: bigint;
}

/** Of a total, over the facts after it. */
export const reachOf = (before: bigint, { net, gained }: Sums): Reach => ({
  least: before + net - gained,
  most: before + gained,
});

export const mayReach = ({ least, most }: Reach, goal: Goal): boolean =>
  most >= goal.least && (goal.most === null || least <= goal.most);

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);
const most = (one: bigint, other: bigint): bigint => (one > other ? one : other);

const times = (factor: bigint, reach: Reach): Reach => ({
  least: least(factor * reach.least, factor * reach.most),
  most: most(factor * reach.least, factor * reach.most),
});

const nearestToZero = (reach: Reach): bigint =>
  reach.least > 0n ? reach.least : reach.most < 0n ? -reach.most : 0n;

type GrowthGoal = Pick<TargetData, 'comparator' | 'threshold' | 'tolerance'>;

/** Of a growth from `base` to `now`: what is missing, times both denominators, is limit × base − (now − base). */
export const mayGrow = (
  now: Reach,
  base: Reach,
  { comparator, threshold, tolerance }: GrowthGoal,
): boolean => {
  if (threshold === null || comparator === 'INFO' || base.most <= 0n) return false;
  const { units, scale } = scaled(threshold);
  const [both, grown] = [times(units + scale, base), times(scale, now)];
  const missing: Reach = { least: both.least - grown.most, most: both.most - grown.least };
  if (comparator === 'GT') return missing.least < 0n;
  if (comparator === 'GTE') return missing.least <= 0n;
  const within = scaled(tolerance ?? '0');
  return nearestToZero(missing) * within.scale <= times(within.units * units, base).most;
};
