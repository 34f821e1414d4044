import { type Goal, satisfies } from './goal.js';

/** What was added from one effective day on, up to the next of a list: on that day alone, or over a span where nobody asks for each day. */
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
