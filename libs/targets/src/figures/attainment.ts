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

/** What one fact changes in the figure. */
export interface Step {
  readonly seq: number;
  readonly quantity: bigint;
}

/** Which quantities a target's whole-period figure is made of. */
export interface FollowedCut {
  readonly computation: number;
  readonly from: string;
  readonly to: string;
  readonly filter: TargetData['filter'];
}

/** Whether a quantity is within the cut. */
export const isWithin = ({
  computation,
  from,
  to,
  filter,
}: FollowedCut): ((delta: Pick<Delta, 'computation' | 'effectiveDate' | 'dimensions'>) => boolean) => {
  const passes = compileFilter(filter);
  return ({ computation: of, effectiveDate, dimensions }) =>
    of === computation &&
    effectiveDate >= from &&
    effectiveDate <= to &&
    passes({ dimensions, effectiveDate, institution: dimensions.institution });
};

/** `steps` in the order of the log; those of one seq count together. */
export const follow = (goal: Goal, before: Attainment, steps: readonly Step[]): Attainment => {
  let { total, firstSeq } = before;
  for (const [index, { seq, quantity }] of steps.entries()) {
    total += quantity;
    const lastOfSeq = steps[index + 1]?.seq !== seq;
    if (firstSeq === null && lastOfSeq && satisfies(total, goal)) firstSeq = seq;
  }
  return { ...before, total, firstSeq };
};
