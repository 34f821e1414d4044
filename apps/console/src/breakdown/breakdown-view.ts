import type { CellDimension, Measure } from '#contract';
import {
  type Cut,
  cutIn,
  cutParameters,
  fitting,
  type Given,
  isCode,
  isCodes,
  isDay,
} from '../figures/cut.js';

/** By what figures are narrowed: each a list of codes with commas between them. */
export const filterNames = ['institution', 'district', 'industry', 'size', 'bailoutProgramme'] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = { readonly [Name in FilterName]?: string | undefined };

/** A figure that is cut by one dimension or two, as its address says it. */
export interface BreakdownView extends Cut, Filters {
  readonly measure?: string | undefined;
  /** `district` or `district,size`. */
  readonly by?: string | undefined;
  /** First and last effective day. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly figures?: 'exact' | undefined;
}

/** The facts behind a figure; of one month where the address says so. */
export interface FactsView extends BreakdownView {
  readonly month?: string | undefined;
}

export const dimensions: readonly CellDimension[] = [
  'district',
  'institution',
  'industry',
  'size',
  'bailoutProgramme',
  'month',
];

/** One dimension or two that differ. */
export const dimensionsIn = (by: string | undefined): readonly CellDimension[] => {
  const asked = (by ?? '').split(',');
  const known = dimensions.filter((each) => asked.includes(each));
  const inOrder = [...known].sort((one, other) => asked.indexOf(one) - asked.indexOf(other));
  return inOrder.length === 0 ? ['district'] : inOrder.slice(0, 2);
};

const filtersIn = (search: Given): Filters =>
  Object.fromEntries(filterNames.map((name) => [name, fitting(search[name], isCodes)]));

export const breakdownViewIn = (search: Given): BreakdownView => ({
  ...cutIn(search),
  ...filtersIn(search),
  measure: fitting(search['measure'], isCode),
  by: dimensionsIn(search['by']).join(','),
  from: fitting(search['from'], isDay),
  to: fitting(search['to'], isDay),
  figures: search['figures'] === 'exact' ? 'exact' : undefined,
});

const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

export const factsViewIn = (search: Given): FactsView => ({
  ...breakdownViewIn(search),
  month: fitting(search['month'], isMonth),
});

/** As the registry's parameters; a bank asks for its own. */
export const figureParameters = (view: BreakdownView, own: string | null) => ({
  ...cutParameters(view),
  from: view.from,
  to: view.to,
  ...Object.fromEntries(filterNames.map((name) => [name, view[name]?.split(',')])),
  ...(own === null ? {} : { institution: own }),
});

type Keys = Readonly<Partial<Record<CellDimension, string>>>;

/** The same figure of one cell alone. A month of sums is a span of days; that of a count is asked for by its name. */
export const narrowedTo = (view: BreakdownView, keys: Keys): FactsView => ({ ...view, ...keys });

/** Dimensions that loans can be listed by. */
const ofLoans = ['institution', 'district', 'industry', 'size'] as const;

/** Of conditions that all have to hold: the tag that a loan has to carry. */
const tagIn = (filter: Measure['filter']): string | undefined => {
  const { eq, and } = (filter ?? {}) as { readonly eq?: unknown; readonly and?: unknown };
  if (Array.isArray(eq) && eq[0] === '/loan/tags') return String(eq[1]);
  return Array.isArray(and) ? and.map(tagIn).find((each) => each !== undefined) : undefined;
};

/** Loans of a cell, of those that the measure may count at all; undefined where the cell says nothing about loans. */
export const loansOf = (
  view: BreakdownView,
  keys: Keys,
  filter: Measure['filter'] = null,
): Readonly<Record<string, string>> | undefined => {
  const tag = tagIn(filter);
  const given = ofLoans.flatMap((name) => {
    const value = keys[name] ?? view[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const ofMeasure = tag === undefined ? {} : { tag };
  const saysNothing = Object.keys(keys).every((name) => !ofLoans.some((each) => each === name));
  return given.length === 0 || saysNothing ? undefined : { ...Object.fromEntries(given), ...ofMeasure };
};

/** From the first month to the last, with those between in which nothing came. */
export const monthsOver = (months: readonly string[]): readonly string[] => {
  const [first, ...others] = months.toSorted();
  const last = others.at(-1) ?? first;
  const over: string[] = [];
  for (let month = first; month !== undefined && last !== undefined && month <= last;) {
    over.push(month);
    const [year = 0, no = 0] = month.split('-').map(Number);
    month = no === 12 ? `${year + 1}-01` : `${year}-${String(no + 1).padStart(2, '0')}`;
  }
  return over;
};
