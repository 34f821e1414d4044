import type { BusinessDate } from '#calendar';
import { canonicalJson } from '#canonical-json';
import type { TargetData } from '#facts';
import type { Delta } from './contributions.js';
import { type Cut, isEmpty, isWithin, type PeriodCut, targetFilter } from './cut.js';
import type { DaySum, Step } from './goal.js';
import { FirstDays } from './distinct-keys.js';
import type { DistinctPlan } from './figure-plan.js';
import { type IndicatorValue, indicatorDimensions } from './indicator-values.js';

// What a fold in memory adds up for one measure, where the projection has its tables.

const inOrder = (
  sums: ReadonlyMap<BusinessDate, bigint>,
  { from, to }: Pick<Cut, 'from' | 'to'>,
): readonly DaySum[] =>
  [...sums]
    .filter(([day]) => (from === null || day >= from) && day <= to)
    .map(([day, quantity]) => ({ day, quantity }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));

/** Sums by day of one measure, as far as a target's filter lets them through. */
export class DaySums {
  private readonly sums = new Map<BusinessDate, bigint>();
  private readonly passes: ReturnType<typeof targetFilter>;

  constructor(filter: TargetData['filter']) {
    this.passes = targetFilter(filter);
  }

  static nameOf({ computation, filter }: Pick<Cut, 'computation' | 'filter'>): string {
    return `${computation} ${canonicalJson(filter)}`;
  }

  add(delta: Delta): void {
    if (!this.passes(delta)) return;
    const { effectiveDate, quantity } = delta;
    this.sums.set(effectiveDate, (this.sums.get(effectiveDate) ?? 0n) + quantity);
  }

  days(cut: Cut): readonly DaySum[] {
    return isEmpty(cut) ? [] : inOrder(this.sums, cut);
  }

  total(cut: Cut): bigint {
    return this.days(cut).reduce((sum, { quantity }) => sum + quantity, 0n);
  }
}

/** Keys of one measure in the cut of one target, each on its first day there. */
export class DistinctDays {
  private readonly firstDays = new FirstDays();
  private readonly within: ReturnType<typeof isWithin>;

  constructor(cut: PeriodCut) {
    this.within = isWithin(cut);
  }

  static nameOf({ target, cut }: Omit<DistinctPlan, 'target'> & { readonly target: number | null }): string {
    return `${target} ${cut.computation}`;
  }

  /** Quantities of one fact; gives how the count of the whole period moves. */
  add(together: readonly Delta[]): readonly Step[] {
    const added = together
      .filter(this.within)
      .flatMap(({ key, effectiveDate, quantity }) =>
        key === null ? [] : [{ key, day: effectiveDate, step: Number(quantity) }],
      );
    const [first] = together;
    if (!first || added.length === 0) return [];
    const moved = this.firstDays
      .add(added)
      .reduce((sum, { from, to }) => sum + Number(to !== null) - Number(from !== null), 0);
    return [{ seq: first.seq, quantity: BigInt(moved) }];
  }

  days(cut: Cut): readonly DaySum[] {
    const counts = [...this.firstDays.counts()].map(([day, count]) => [day, BigInt(count)] as const);
    return isEmpty(cut) ? [] : inOrder(new Map(counts), cut);
  }
}

/** Values reported for one measure: of each report what was last said of it. */
export class LatestValues {
  private readonly values = new Map<number, IndicatorValue>();

  add(value: IndicatorValue): void {
    this.values.set(value.report, value);
  }

  /** The latest of each institution and scope within the cut, summed; null when nothing was reported. */
  sum({ from, to, filter }: Cut): bigint | null {
    const passes = targetFilter(filter);
    const latest = new Map<string, IndicatorValue>();
    for (const value of this.values.values()) {
      const { institution, effectiveDate, scope, asAt, report, quantity } = value;
      if (quantity === null || (from !== null && asAt < from) || asAt > to) continue;
      if (!passes({ effectiveDate, dimensions: indicatorDimensions(institution) })) continue;
      const name = `${institution} ${scope}`;
      const other = latest.get(name);
      if (!other || asAt > other.asAt || (asAt === other.asAt && report > other.report))
        latest.set(name, value);
    }
    const quantities = [...latest.values()].map(({ quantity }) => quantity ?? 0n);
    return quantities.length === 0 ? null : quantities.reduce((sum, quantity) => sum + quantity, 0n);
  }
}
