import type { Delta } from './contributions.js';
import { type RollUpKey, rollUpKeysOf } from './dimensions.js';
import { type Goal, satisfies } from './goal.js';

/** What was added on one effective day. */
export interface DaySum {
  readonly day: string;
  readonly quantity: bigint;
}

export interface Figure {
  readonly actual: bigint;
  readonly achieved: boolean;
  /** First effective day whose closing cumulative satisfied it; null unless achieved. */
  readonly achievedOn: string | null;
}

/** The figure of a flow at the end of the days given, in order, from the first day of its period. */
export const figureOf = (days: readonly DaySum[], goal: Goal | null, from: string): Figure => {
  let actual = 0n;
  let first = satisfies(actual, goal) && days[0]?.day !== from ? from : null;
  for (const { day, quantity } of days) {
    actual += quantity;
    if (first === null && satisfies(actual, goal)) first = day;
  }
  const achieved = satisfies(actual, goal);
  return { actual, achieved, achievedOn: achieved ? first : null };
};

/** What was added on one effective day under one key of the roll-ups. */
export interface DayRoll extends RollUpKey {
  readonly computation: number;
  readonly effectiveDate: string;
  readonly quantity: bigint;
}

/** Distinct keys are not added up like this: they are counted once, wherever they come from. */
export const dayRolls = (deltas: readonly Delta[]): readonly DayRoll[] => {
  // Up to seven additions for each quantity: the one hot loop of the projection, hence sums changed in place.
  const rolls = new Map<string, { -readonly [Member in keyof DayRoll]: DayRoll[Member] }>();
  for (const { computation, effectiveDate, quantity, dimensions, key } of deltas) {
    if (key !== null) continue;
    for (const { dimension, value } of rollUpKeysOf(dimensions)) {
      const cell = `${computation} ${effectiveDate} ${dimension} ${value}`;
      const roll = rolls.get(cell);
      if (roll) roll.quantity += quantity;
      else rolls.set(cell, { computation, dimension, value, effectiveDate, quantity });
    }
  }
  return [...rolls.values()].filter(({ quantity }) => quantity !== 0n);
};
