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
import { Gathered } from '../tables/gathered.js';
import {
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

/** A figure that has days: of a flow, or of keys on their first day. */
export type DatedPlan = Extract<FigurePlan, { readonly kind: 'flow' | 'distinct' }>;

/** What was added on each day. */
export const daysOf = (plan: DatedPlan, known: Known): Promise<readonly DaySum[]> =>
  plan.kind === 'flow' ? daysOfFlow(plan.cut, known) : distinctDays(plan, known);

const closingsOf = (plan: DatedPlan, moments: readonly Closing[], known: Known): Promise<readonly bigint[]> =>
  plan.kind === 'flow' ? closingsOfFlow(plan.cut, moments, known) : distinctClosings(plan, moments, known);

/** What was added from each of these days on, up to the next of them, and at last up to the end of the cut. */
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
 * Totals up to some days are much cheaper to read than every day. They are all that is asked for, unless the figure satisfies its
 * target: then somebody wants to know since which day.
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

/** For all that is read at one fact: what is asked for in one go is one question. */
export const gathering = (known: AtFact & Pick<Known, 'sizes'>): Known => ({
  ...known,
  gathered: {
    closings: new Gathered((asked: readonly ClosingsAsked[]) => readClosings(asked, known)),
    scanned: new Gathered((asked: readonly ScannedAsked[]) => readScanned(asked, known)),
    latest: new Gathered((cuts: readonly Cut[]) => readLatestSums(cuts, known)),
  },
});

/** What is made of a figure. */
export interface FigureUse {
  /** Null: nothing is to be achieved by it. */
  readonly goal: Goal | null;
  /** Days from there on are separated from those before; null: they are not. */
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
