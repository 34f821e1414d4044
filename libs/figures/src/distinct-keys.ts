import type { BusinessDate } from '#calendar';
import type { Step } from './goal.js';
import type { Delta } from './contributions.js';
import { type PeriodCut, isWithin } from './cut.js';
import { type Dimensions, type RollUpKey, rollUpKeysOf } from './dimensions.js';

/** When one key began to be there, or ceased to be: what is counted moves from one day to the other. Null is nowhere. */
export interface FirstDayMove {
  readonly key: string;
  readonly from: BusinessDate | null;
  readonly to: BusinessDate | null;
}

/** What is added to a key on a day. */
export interface KeyDay {
  readonly key: string;
  readonly day: BusinessDate;
  /** Below zero where it is taken back. */
  readonly step: number;
}

/**
 * The days on which each key is there. A key is there on a day while what was added for it on that day is above zero, and is
 * counted once, on the first such day.
 */
export class FirstDays {
  private readonly daysOf = new Map<string, Map<BusinessDate, number>>();

  /** Adds what belongs together, and says which keys are counted elsewhere after all of it. */
  add(together: readonly KeyDay[]): readonly FirstDayMove[] {
    const before = new Map(together.map(({ key }) => [key, this.first(key)]));
    for (const { key, day, step } of together) this.step(key, day, step);
    return [...before].flatMap(([key, from]): FirstDayMove[] => {
      const to = this.first(key);
      return from === to ? [] : [{ key, from, to }];
    });
  }

  /** How many keys are counted on each day. */
  counts(): ReadonlyMap<BusinessDate, number> {
    const counts = new Map<BusinessDate, number>();
    for (const key of this.daysOf.keys()) {
      const day = this.first(key);
      if (day !== null) counts.set(day, (counts.get(day) ?? 0) + 1);
    }
    return counts;
  }

  private first(key: string): BusinessDate | null {
    let first: BusinessDate | null = null;
    for (const [day, net] of this.daysOf.get(key) ?? [])
      if (net > 0 && (first === null || day < first)) first = day;
    return first;
  }

  private step(key: string, day: BusinessDate, step: number): void {
    let days = this.daysOf.get(key);
    if (!days) this.daysOf.set(key, (days = new Map<BusinessDate, number>()));
    const net = (days.get(day) ?? 0) + step;
    if (net === 0) days.delete(day);
    else days.set(day, net);
  }
}

/** What was added for one key on one day under the same dimensions, up to some seq. */
export interface KeyCell {
  readonly computation: number;
  readonly key: string;
  readonly effectiveDate: BusinessDate;
  readonly dimensions: Dimensions;
  readonly quantity: bigint;
}

/** A key is counted on another day of a roll-up than before, or no longer. */
export interface DistinctStep extends RollUpKey, Step {
  readonly effectiveDate: BusinessDate;
}

/** Keys of different roll-ups do not mix; no code or id holds a space. */
const nameIn = ({ dimension, value }: RollUpKey, key: string): string => `${dimension} ${value} ${key}`;

const inRollUps = (
  { key, effectiveDate, dimensions, quantity }: KeyCell,
  rollUps: Map<string, RollUpKey>,
): readonly KeyDay[] =>
  rollUpKeysOf(dimensions).map((rollUp) => {
    const name = nameIn(rollUp, key);
    rollUps.set(name, rollUp);
    return { key: name, day: effectiveDate, step: Number(quantity) };
  });

/** Quantities in the order of the log, those of one seq together. */
const bySeq = (deltas: readonly Delta[]): readonly (readonly [number, readonly Delta[]])[] => {
  const groups = new Map<number, Delta[]>();
  for (const delta of deltas) {
    const group = groups.get(delta.seq);
    if (group) group.push(delta);
    else groups.set(delta.seq, [delta]);
  }
  return [...groups];
};

/**
 * How the counts of a target's cut move, in each roll-up, as quantities of keys are added in the order of the log.
 * `before`: the earlier quantities of the keys touched.
 */
export const distinctSteps = (
  cut: Omit<PeriodCut, 'filters'>,
  before: readonly KeyCell[],
  deltas: readonly Delta[],
): readonly DistinctStep[] => {
  const within = isWithin(cut);
  const rollUps = new Map<string, RollUpKey>();
  const firstDays = new FirstDays();
  firstDays.add(before.filter(within).flatMap((cell) => inRollUps(cell, rollUps)));

  const steps: DistinctStep[] = [];
  for (const [seq, together] of bySeq(deltas.filter(within))) {
    const added = together.flatMap(({ key, ...delta }) =>
      key === null ? [] : inRollUps({ ...delta, key }, rollUps),
    );
    for (const { key, from, to } of firstDays.add(added)) {
      const rollUp = rollUps.get(key);
      if (!rollUp) continue;
      if (from !== null) steps.push({ ...rollUp, seq, effectiveDate: from, quantity: -1n });
      if (to !== null) steps.push({ ...rollUp, seq, effectiveDate: to, quantity: 1n });
    }
  }
  return steps;
};
