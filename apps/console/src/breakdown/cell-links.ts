import type { CellDimension } from '#contract';
import type { BreakdownView, FactsView } from './breakdown-view.js';

type Keys = Readonly<Partial<Record<CellDimension, string>>>;

/** The same figure of one cell alone. A month of sums is a span of days; that of a count is asked for by its name. */
export const narrowedTo = (view: BreakdownView, keys: Keys): FactsView => ({ ...view, ...keys });

/** Dimensions that loans can be listed by. */
const ofLoans = ['institution', 'district', 'industry', 'size'] as const;

/** Undefined where the cell says nothing about loans. */
export const loansOf = (view: BreakdownView, keys: Keys): Readonly<Record<string, string>> | undefined => {
  const given = ofLoans.flatMap((name) => {
    const value = keys[name] ?? view[name];
    return value === undefined || value.includes(',') ? [] : [[name, value] as const];
  });
  const saysNothing = Object.keys(keys).every((name) => !ofLoans.some((each) => each === name));
  return given.length === 0 || saysNothing ? undefined : Object.fromEntries(given);
};
