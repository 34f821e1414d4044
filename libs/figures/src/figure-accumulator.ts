import { DaySums, DistinctDays, LatestValues } from './accumulators.js';
import type { Delta } from './contributions.js';
import { type Cut, isWithin } from './cut.js';
import type { TargetVersion } from './definitions.js';
import {
  type FigurePlan,
  type FigureReading,
  type FollowedTarget,
  followedTarget,
  type MeasuresByCode,
  planOf,
} from './figure-plan.js';
import { type Attainment, follow, type Step } from './goal.js';
import type { IndicatorValue } from './indicator-values.js';

interface Followed extends FollowedTarget {
  readonly within: (delta: Delta) => boolean;
  attained: Attainment;
}

/** The entry of a name, created where there is none. */
const at = <Kept>(kept: Map<string, Kept>, name: string, make: () => Kept): Kept => {
  const found = kept.get(name);
  if (found) return found;
  const made = make();
  kept.set(name, made);
  return made;
};

/** Adds up what targets need of the quantities of a log: which sums that takes is known before the first quantity. */
export class FigureAccumulator {
  private readonly sums = new Map<string, DaySums>();
  private readonly keys = new Map<string, DistinctDays>();
  private readonly values = new Map<number, LatestValues>();
  private readonly followed = new Map<number, Followed>();
  private readonly sumsOf = new Map<number, Set<DaySums>>();

  constructor(targets: readonly TargetVersion[], measures: MeasuresByCode) {
    for (const target of targets) {
      this.follow(target, followedTarget(measures, target));
      for (const code of [target.data.measure, ...target.data.beside])
        this.keep(planOf(measures, code, target));
    }
  }

  /** All quantities of one fact. */
  add(deltas: readonly Delta[]): void {
    if (deltas.length === 0) return;
    for (const delta of deltas) for (const sums of this.sumsOf.get(delta.computation) ?? []) sums.add(delta);
    const moved = new Map<string, readonly Step[]>();
    for (const [name, keys] of this.keys) moved.set(name, keys.add(deltas));
    for (const followed of this.followed.values()) {
      const { plan, goal, within, attained } = followed;
      const steps =
        plan.kind === 'flow' ? deltas.filter(within) : (moved.get(DistinctDays.nameOf(plan)) ?? []);
      if (steps.length > 0) followed.attained = follow(goal, attained, steps);
    }
  }

  addValue(value: IndicatorValue): void {
    this.values.get(value.computation)?.add(value);
  }

  read(plan: FigurePlan): FigureReading | null {
    switch (plan.kind) {
      case 'flow': {
        const { cut } = plan;
        const days = this.sums.get(DaySums.nameOf(cut))?.days(cut) ?? [];
        return { kind: 'days', from: cut.from, days };
      }
      case 'distinct': {
        const { cut } = plan;
        const days = this.keys.get(DistinctDays.nameOf(plan))?.days(cut) ?? [];
        return { kind: 'days', from: cut.from, days };
      }
      case 'balance':
        return { kind: 'quantity', quantity: this.total(plan.cut) };
      case 'growth':
        return { kind: 'growth', now: this.total(plan.now), base: this.total(plan.base) };
      case 'latest':
        return { kind: 'quantity', quantity: this.values.get(plan.cut.computation)?.sum(plan.cut) ?? null };
    }
  }

  /** The seq at which the whole period first satisfied the target, whether or not it still does; null where it never did. */
  achievedSeq({ seq }: TargetVersion, wholePeriod: FigurePlan | null): number | null {
    return (wholePeriod && this.followed.get(seq)?.attained.firstSeq) ?? null;
  }

  private total(cut: Cut): bigint {
    return this.sums.get(DaySums.nameOf(cut))?.total(cut) ?? 0n;
  }

  private keepSums(cut: Cut): void {
    const sums = at(this.sums, DaySums.nameOf(cut), () => new DaySums(cut.filter));
    const others = this.sumsOf.get(cut.computation);
    if (others) others.add(sums);
    else this.sumsOf.set(cut.computation, new Set([sums]));
  }

  private keep(plan: FigurePlan | null): void {
    switch (plan?.kind) {
      case undefined:
        return;
      case 'flow':
      case 'balance':
        return this.keepSums(plan.cut);
      case 'growth':
        return this.keepSums(plan.now);
      case 'distinct':
        at(this.keys, DistinctDays.nameOf(plan), () => new DistinctDays(plan.cut));
        return;
      case 'latest':
        if (!this.values.has(plan.cut.computation)) this.values.set(plan.cut.computation, new LatestValues());
    }
  }

  private follow({ seq }: TargetVersion, target: FollowedTarget | null): void {
    if (!target) return;
    const { cut } = target.plan;
    const attained = { target: seq, computation: cut.computation, total: 0n, firstSeq: null };
    this.followed.set(seq, { ...target, within: isWithin(cut), attained });
  }
}
