import type { TargetData, Unit } from '#facts';
import { truncatedDecimal, type Fen, formatYuan, parseMoney } from '#money';
import type { BusinessDate } from '#calendar';

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
const growthSatisfies = (
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
    achieved: growthSatisfies({ comparator, tolerance }, growth, limit, missing),
    remaining:
      comparator === 'INFO' ? null : ratioText(missing.over < 0n ? { over: 0n, under: 1n } : missing),
  };
};

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
