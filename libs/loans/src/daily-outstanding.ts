import { Map as PersistentMap } from 'immutable';
import type { BusinessDate } from '#calendar';
import { addFen, type Fen, noFen, subtractFen } from '#money';

/**
 * The closing balance of each day, with the loan's facts in the order of their effective dates; only what `LON-W02` needs of it. Between
 * two increases the balance only falls, and in the end it is the outstanding principal. So if it is ever below zero, it is so on the eve
 * of an increase. Increases are recorded in the order of their days (`TIM-R03`). The fold therefore keeps these eves, one for each renewal
 * with a top-up, and the reductions that a later increase may still be dated before.
 */
export interface DailyOutstanding {
  readonly lastIncrease: string;
  /** In the order of their days, each once: the closing balance of the day before `increase`. */
  readonly eves: readonly { readonly increase: string; readonly closing: Fen }[];
  /** Dated on or after the last increase. */
  readonly reductions: PersistentMap<string, Fen>;
}

export const owedFrom = (start: BusinessDate): DailyOutstanding => ({
  lastIncrease: start,
  eves: [],
  reductions: PersistentMap(),
});

/** `outstanding`: the principal before the increase, in the order of recording. */
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

/** Whether this reduction makes its own day, or a later one, close below zero. */
export const closesBelowZero = (day: BusinessDate, amount: Fen, { eves }: DailyOutstanding): boolean =>
  eves.some(({ increase, closing }) => increase > day && closing < amount);
