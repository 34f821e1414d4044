import type { BusinessDate } from '#calendar';
import {
  type Cut,
  type DaySum,
  type FigurePlan,
  type FigureReading,
  figureOf,
  type Goal,
  isEmpty,
} from '#figures';
import { distinctClosings, distinctDays } from '../tables/distinct.table.js';
import { latestSum, readLatestSums } from '../tables/indicator-values.table.js';
import {
  Gathered,
  type AtFact,
  atEndOf,
  before,
  type Closing,
  type ClosingsAsked,
  type Known,
  readClosings,
  type ScannedAsked,
} from '../tables/closings.table.js';
import { readScanned } from '../tables/scanned.table.js';
import { closingsOfFlow, daysOfFlow } from '../tables/sums.table.js';

/** A figure by days: a flow, or a distinct count by the first day of each key. */
export type DatedPlan = Extract<FigurePlan, { readonly kind: 'flow' | 'distinct' }>;

/** The quantity of each day. */
export const daysOf = (plan: DatedPlan, known: Known): Promise<readonly DaySum[]> =>
  plan.kind === 'flow' ? daysOfFlow(plan.cut, known) : distinctDays(plan, known);

const closingsOf = (plan: DatedPlan, moments: readonly Closing[], known: Known): Promise<readonly bigint[]> =>
  plan.kind === 'flow' ? closingsOfFlow(plan.cut, moments, known) : distinctClosings(plan, moments, known);

/** The quantity from each of these days up to the next one, and from the last one up to the end of the cut. */
const spansOf = async (
  plan: DatedPlan,
  starts: readonly BusinessDate[],
  known: Known,
): Promise<readonly DaySum[]> => {
  if (isEmpty(plan.cut)) return [];
  const totals = await closingsOf(plan, [...starts.map(before), atEndOf(plan.cut.to)], known);
  return starts.map((day, index) => ({
    day,
    quantity: (totals[index + 1] ?? 0n) - (totals[index] ?? 0n),
  }));
};

export const totalOf = async (plan: DatedPlan, known: Known): Promise<bigint> =>
  (await spansOf(plan, [plan.cut.from], known)).reduce((sum, { quantity }) => sum + quantity, 0n);

/**
 * Totals up to a few days are much cheaper to read than every day, and are enough unless the figure satisfies its target. Then every day is
 * read, for `achievedOn`.
 */
const readDays = async (
  plan: DatedPlan,
  { goal, recent }: FigureUse,
  known: Known,
): Promise<readonly DaySum[]> => {
  const { from, to } = plan.cut;
  const starts = recent !== null && recent > from && recent <= to ? [from, recent] : [from];
  const spans = await spansOf(plan, starts, known);
  return figureOf(spans, goal, from).achieved ? daysOf(plan, known) : spans;
};

/** Batches the reads that are made in the same turn of the event loop for one seq, one query for each kind. */
export const gathering = (known: AtFact & Pick<Known, 'sizes'>): Known => ({
  ...known,
  gathered: {
    closings: new Gathered((asked: readonly ClosingsAsked[]) => readClosings(asked, known)),
    scanned: new Gathered((asked: readonly ScannedAsked[]) => readScanned(asked, known)),
    latest: new Gathered((cuts: readonly Cut[]) => readLatestSums(cuts, known)),
  },
});

/** What the caller needs of a figure. */
export interface FigureUse {
  /** Null: there is no goal. */
  readonly goal: Goal | null;
  /** The first of the recent days, which are summed apart from those before; null: they are not. */
  readonly recent: BusinessDate | null;
}

export const readFigure = async (
  plan: FigurePlan | null,
  use: FigureUse,
  known: Known,
): Promise<FigureReading | null> => {
  switch (plan?.kind) {
    case undefined:
      return null;
    case 'flow':
    case 'distinct':
      return { kind: 'days', from: plan.cut.from, days: await readDays(plan, use, known) };
    case 'balance': {
      const [quantity = 0n] = await closingsOfFlow(plan.cut, [atEndOf(plan.cut.to)], known);
      return { kind: 'quantity', quantity };
    }
    case 'growth': {
      const [now = 0n, base = 0n] = await closingsOfFlow(
        plan.now,
        [atEndOf(plan.now.to), atEndOf(plan.base.to)],
        known,
      );
      return { kind: 'growth', now, base };
    }
    case 'latest':
      return { kind: 'quantity', quantity: await latestSum(plan.cut, known) };
  }
};
