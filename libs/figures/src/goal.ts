import type { BusinessDate } from '#calendar';
import type { TargetData, Unit } from '#facts';
import { type Fen, formatYuan, parseMoney } from '#money';

/** What was added from one effective day on, up to the next of a list: on that day alone, or over a span where nobody asks for each day. */
export interface DaySum {
  readonly day: BusinessDate;
  readonly quantity: bigint;
}

interface Figure {
  readonly actual: bigint;
  readonly achieved: boolean;
  /** First effective day whose closing cumulative satisfied it; null unless achieved. */
  readonly achievedOn: BusinessDate | null;
}

/** The figure of a flow at the end of the days given, in order, from the first day of its period. */
export const figureOf = (days: readonly DaySum[], goal: Goal | null, from: BusinessDate): Figure => {
  let actual = 0n;
  let first: BusinessDate | null = satisfies(actual, goal) && days[0]?.day !== from ? from : null;
  for (const { day, quantity } of days) {
    actual += quantity;
    if (first === null && satisfies(actual, goal)) first = day;
  }
  const achieved = satisfies(actual, goal);
  return { actual, achieved, achievedOn: achieved ? first : null };
};

/** The quantities that satisfy a target: from `least` on, up to `most` where there is an upper bound. */
export interface Goal {
  readonly least: bigint;
  readonly most: bigint | null;
}

/** Fen, or pieces: quantities are kept as whole numbers of the unit. */
export const quantityOf = (text: string, unit: Unit): bigint =>
  unit === 'CNY' ? parseMoney(text) : BigInt(text);

export const quantityText = (quantity: bigint, unit: Unit): string =>
  unit === 'CNY' ? formatYuan(quantity as Fen) : String(quantity);

/** A decimal as whole units of its last place. */
export const scaled = (decimal: string): { readonly units: bigint; readonly scale: bigint } => {
  const [whole = '0', part = ''] = decimal.split('.');
  return { units: BigInt(whole + part), scale: 10n ** BigInt(part.length) };
};

/**
 * Every comparator is an interval of whole numbers, so that code and SQL need one comparison each. `GT` is strict: exactly
 * the threshold is not yet achieved. Null where nothing is to be achieved.
 */
export const goalOf = ({
  comparator,
  threshold,
  tolerance,
  unit,
}: Pick<TargetData, 'comparator' | 'threshold' | 'tolerance' | 'unit'>): Goal | null => {
  if (comparator === 'INFO' || threshold === null || unit === 'RATIO') return null;
  const limit = quantityOf(threshold, unit);
  if (comparator === 'GT') return { least: limit + 1n, most: null };
  if (comparator === 'GTE') return { least: limit, most: null };
  const { units, scale } = scaled(tolerance ?? '0');
  // |actual − limit| ≤ limit × units / scale; the gap is a whole number, so its bound may be rounded down.
  const gap = (limit * units) / scale;
  return { least: limit - gap, most: limit + gap };
};

export const satisfies = (quantity: bigint, goal: Goal | null): boolean =>
  goal !== null && quantity >= goal.least && (goal.most === null || quantity <= goal.most);

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
