import { Map as PersistentMap } from 'immutable';
import type { BusinessDate } from '#calendar';
import { addFen, type Fen, noFen, subtractFen } from '#money';

/**
 * What is owed at the close of each day, with the loan's facts put in order of their effective dates; as much of it as `LON-W02` asks for.
 * Between two increases it only falls, and at the end it is what is outstanding. So it can lie below zero only where it does on the eve of
 * an increase, and increases are recorded in the order of their days (`TIM-R03`). The fold keeps these eves, one for each renewal with a
 * top-up, and by day those reductions that a later increase may still be dated before: a long row of repayments costs no more than a short one.
 */
export interface DailyOutstanding {
  readonly lastIncrease: string;
  /** In order of their days, each once: what was owed when the day before `increase` closed. */
  readonly eves: readonly { readonly increase: string; readonly closing: Fen }[];
  /** Dated on or after the last increase. */
  readonly reductions: PersistentMap<string, Fen>;
}

export const owedFrom = (start: BusinessDate): DailyOutstanding => ({
  lastIncrease: start,
  eves: [],
  reductions: PersistentMap(),
});

/** `outstanding` is what was owed before the increase, in the order of recording. */
export const increasedOn = (
  day: BusinessDate,
  outstanding: Fen,
  daily: DailyOutstanding,
): DailyOutstanding => {
  if (day === daily.lastIncrease) return daily;
  const reductions = daily.reductions.filter((_, on) => on >= day);
  const closing = reductions.reduce(addFen, outstanding);
  return { lastIncrease: day, eves: [...daily.eves, { increase: day, closing }], reductions };
};

export const reducedOn = (day: BusinessDate, amount: Fen, daily: DailyOutstanding): DailyOutstanding => {
  if (day >= daily.lastIncrease)
    return {
      ...daily,
      reductions: daily.reductions.update(day, noFen, (before) => addFen(before, amount)),
    };
  const eves = daily.eves.map(({ increase, closing }) => ({
    increase,
    closing: increase > day ? subtractFen(closing, amount) : closing,
  }));
  return { ...daily, eves };
};

/** Whether with this reduction as well the day itself or a later one closes below zero. */
export const closesBelowZero = (day: BusinessDate, amount: Fen, { eves }: DailyOutstanding): boolean =>
  eves.some(({ increase, closing }) => increase > day && closing < amount);
