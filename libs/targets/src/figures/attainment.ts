import type { TargetData } from '#facts';
import { type Goal, satisfies } from '../progress/goal.js';
import type { Delta } from './contributions.js';
import { compileFilter } from './filter-expression.js';

/** A target's whole-period figure, followed in the order of the log. */
export interface Attainment {
  /** Seq of the definition of the target. */
  readonly target: number;
  readonly computation: number;
  readonly total: bigint;
  /** First seq at which the total satisfied the target. */
  readonly firstSeq: number | null;
}

export interface FollowedTarget {
  readonly goal: Goal;
  readonly from: string;
  readonly to: string;
  readonly filter: TargetData['filter'];
}

/** `deltas` in the order of the log; those of one seq count together. */
export const follow = (
  { goal, from, to, filter }: FollowedTarget,
  before: Attainment,
  deltas: readonly Delta[],
): Attainment => {
  const passes = compileFilter(filter);
  const counts = ({ computation, effectiveDate, dimensions }: Delta): boolean =>
    computation === before.computation &&
    effectiveDate >= from &&
    effectiveDate <= to &&
    passes({ dimensions, effectiveDate, institution: dimensions.institution });
  let { total, firstSeq } = before;
  const counted = deltas.filter(counts);
  for (const [index, { seq, quantity }] of counted.entries()) {
    total += quantity;
    const lastOfSeq = counted[index + 1]?.seq !== seq;
    if (firstSeq === null && lastOfSeq && satisfies(total, goal)) firstSeq = seq;
  }
  return { ...before, total, firstSeq };
};
