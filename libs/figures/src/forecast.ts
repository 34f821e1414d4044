import type { BusinessDate } from '#calendar';
import { sha256Hex } from '#canonical-json';
import type { CalendarSet, TargetData } from '#facts';
import { type DaySum, figureOf, type Goal, satisfies } from './goal.js';
import { elapsedDays, pathWeights } from './pace.js';
import { drawing, PseudoRandom } from './pseudo-random.js';

/*
 * Where a figure will stand at the end of its period. The point is the seasonal share: what is there, over the share of the period's path
 * that has passed. The interval is a bootstrap: the days that have passed are drawn anew, and out of those drawn every day that is left,
 * each with what a day of its weight would bring. So it is wide where few days are known, and narrow near the end.
 */

/** Kept with each forecast: another way to make it gets another name. */
export const forecastMethod = 'seasonal-share-bootstrap-1';

const replicates = 1_000;
/** Of the replicates, one in so many lies below the interval and as many above: 80 % are in it. */
const tail = 10;
/** Fewer working days say too little. */
const leastDays = 20;
/** Of a fen or piece, so that what a weight brings is cut off far below one. */
const parts = 1_000_000n;

/** When the goal is reached: by half of the replicates, by the first and the last of those in the interval; null: not by then. */
interface AttainedOn {
  readonly expected: BusinessDate | null;
  readonly earliest: BusinessDate | null;
  readonly latest: BusinessDate | null;
}

interface Forecast {
  readonly seed: string;
  /** At the end of the period. */
  readonly closing: bigint;
  readonly low: bigint;
  readonly high: bigint;
  /** Replicates of a thousand that satisfy the target at the end; null where nothing is to be achieved. */
  readonly attainedPerMille: number | null;
  readonly attainedOn: AttainedOn | null;
}

export interface Forecasting {
  readonly period: { readonly from: BusinessDate; readonly to: BusinessDate };
  /** The last day that counts as known. */
  readonly effectiveAsOf: BusinessDate;
  readonly path: TargetData['path'];
  readonly goal: Goal | null;
  /** What was added in the period up to `effectiveAsOf`, each day by itself, in order. */
  readonly days: readonly DaySum[];
  /** Of the target, its version and the day: the same ones have the same seed. */
  readonly seedOf: readonly (string | number)[];
}

/** A working day with its weight in the path. */
interface Weighed {
  readonly day: BusinessDate;
  readonly weight: bigint;
}

/** What came on a day off counts for the working day before it; before the first one for that. */
const volumesOf = (elapsed: readonly BusinessDate[], days: readonly DaySum[]): readonly bigint[] => {
  const volumes = elapsed.map(() => 0n);
  let place = 0;
  for (const { day, quantity } of days) {
    while (place + 1 < elapsed.length && (elapsed[place + 1] ?? '') <= day) place += 1;
    volumes[place] = (volumes[place] ?? 0n) + quantity;
  }
  return volumes;
};

const sum = (quantities: readonly bigint[]): bigint => quantities.reduce((total, each) => total + each, 0n);

interface Replicate {
  readonly closing: bigint;
  readonly reachedOn: BusinessDate | null;
}

/** Everything in parts of `scale`. */
interface Drawn {
  readonly actual: bigint;
  /** What a weight of one brought on each day that has passed. */
  readonly rates: readonly bigint[];
  readonly left: readonly Weighed[];
  readonly goal: Goal | null;
  readonly draw: () => number;
  readonly random: PseudoRandom;
  readonly scale: bigint;
}

const replicate = ({ actual, rates, left, goal, draw, random, scale }: Drawn): Replicate => {
  const known = rates.map(() => rates[draw()] ?? 0n);
  let total = actual;
  let reachedOn: BusinessDate | null = null;
  for (const { day, weight } of left) {
    total += (known[random.below(known.length)] ?? 0n) * weight;
    if (reachedOn === null && satisfies(total, goal)) reachedOn = day;
  }
  return { closing: total / scale, reachedOn };
};

const scaledGoal = (goal: Goal | null, scale: bigint): Goal | null =>
  goal && { least: goal.least * scale, most: goal.most === null ? null : (goal.most + 1n) * scale - 1n };

const inOrder = (closings: readonly bigint[]): readonly bigint[] =>
  closings.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));

const attainedOn = (made: readonly Replicate[]): AttainedOn => {
  // What is not reached comes after every day.
  const days = made.flatMap(({ reachedOn }) => reachedOn ?? []).toSorted();
  const at = (place: number): BusinessDate | null => days[place] ?? null;
  const last = made.length - 1;
  return {
    expected: at(Math.floor(last / 2)),
    earliest: at(Math.floor(made.length / tail)),
    latest: at(last - Math.floor(made.length / tail)),
  };
};

/**
 * Null before twenty working days have passed, when none is left, while nothing was counted on a day that weighs anything, and where the
 * calendar does not cover the period.
 */
export const forecastOf = (
  { period, effectiveAsOf, path, goal, days, seedOf }: Forecasting,
  years: readonly CalendarSet['data'][],
): Forecast | null => {
  const working = elapsedDays({ period, effectiveAsOf }, years);
  if (!working) return null;
  const { all, elapsed } = working;
  const weights = pathWeights(all, path);
  const passed = weights.slice(0, elapsed);
  const left = all.slice(elapsed).map((day, no) => ({ day, weight: weights[elapsed + no] ?? 0n }));
  const volumes = volumesOf(all.slice(0, elapsed), days);
  const known = passed.flatMap((weight, no) => (weight > 0n ? [{ weight, volume: volumes[no] ?? 0n }] : []));
  if (elapsed < leastDays || left.length === 0 || known.every(({ volume }) => volume === 0n)) return null;

  const seed = sha256Hex(JSON.stringify([forecastMethod, ...seedOf]));
  const random = PseudoRandom.of(seed);
  const actual = sum(days.map(({ quantity }) => quantity));
  const draw = drawing(
    known.map(({ weight }) => weight),
    random,
  );
  const scale = parts * sum(weights);
  const drawn: Drawn = {
    actual: actual * scale,
    rates: known.map(({ weight, volume }) => (volume * scale) / weight),
    left,
    goal: scaledGoal(goal, scale),
    draw,
    random,
    scale,
  };
  const made = Array.from({ length: replicates }, () => replicate(drawn));
  const closings = inOrder(made.map(({ closing }) => closing));
  const place = Math.floor(replicates / tail);
  const { achievedOn } = figureOf(days, goal, period.from);
  return {
    seed,
    closing: (actual * sum(weights)) / sum(passed),
    low: closings[place] ?? actual,
    high: closings[replicates - 1 - place] ?? actual,
    attainedPerMille: goal === null ? null : made.filter(({ closing }) => satisfies(closing, goal)).length,
    attainedOn:
      goal === null
        ? null
        : achievedOn === null
          ? attainedOn(made)
          : { expected: achievedOn, earliest: achievedOn, latest: achievedOn },
  };
};
