import { daySums, type Queryable, sumOf } from './day-sums.table.js';
import { distinctDays } from './distinct-days.table.js';
import type { FigurePlan } from './figure-plan.js';
import type { FigureReading } from './figure-reading.js';
import { latestSum } from './latest-sum.table.js';

/** Reads from the tables what a plan needs. */
export const readFigure = async (
  database: Queryable,
  plan: FigurePlan | null,
): Promise<FigureReading | null> => {
  switch (plan?.kind) {
    case undefined:
      return null;
    case 'flow':
      return { kind: 'days', from: plan.cut.from, days: await daySums(database, plan.cut) };
    case 'distinct':
      return { kind: 'days', from: plan.cut.from, days: await distinctDays(database, plan) };
    case 'balance':
      return { kind: 'quantity', quantity: await sumOf(database, plan.cut) };
    case 'growth':
      return {
        kind: 'growth',
        now: await sumOf(database, plan.now),
        base: await sumOf(database, plan.base),
      };
    case 'latest':
      return { kind: 'quantity', quantity: await latestSum(database, plan.cut) };
  }
};
