import { isEmpty } from './cut.js';
import { cutSql, Parameters, spanSql } from './cut-sql.js';
import { firstSatisfying, type Queryable } from './day-sums.table.js';
import type { DaySum } from './figure.js';
import type { FigurePlan, PeriodCut } from './figure-plan.js';
import type { Goal } from './goal.js';
import { isRolledUpDistinct, placeSql } from './rolled-up.js';

type DistinctPlan = Extract<FigurePlan, { readonly kind: 'distinct' }>;

/** Rows that are kept for the period of the target. */
const rolledUpSql = ({ cut, target }: DistinctPlan, parameters: Parameters): string =>
  `select effective_date::text as day, sum(quantity)::text as quantity from distinct_day
    where target = ${parameters.add(target)}::bigint and computation = ${parameters.add(cut.computation)}::bigint
      and ${placeSql(cut, parameters)} and ${spanSql(cut, parameters)}
    group by effective_date order by effective_date`;

const scannedSql = (cut: PeriodCut, parameters: Parameters): string =>
  `select day::text, count(*)::text as quantity from (
     select min(effective_date) as day from (
       select distinct_key, effective_date from measure_delta where ${cutSql(cut, parameters)}
       group by distinct_key, effective_date having sum(quantity) > 0
     ) as there group by distinct_key
   ) as firsts group by day order by day`;

/**
 * How many keys are there for the first time on each day of a cut. The whole and cuts by one value of one dimension are kept; in
 * any other cut the first days are another matter, and every contribution of the measure is looked at.
 */
export const distinctDays = async (database: Queryable, plan: DistinctPlan): Promise<readonly DaySum[]> => {
  if (isEmpty(plan.cut)) return [];
  const parameters = new Parameters();
  const sql = isRolledUpDistinct(plan.cut) ? rolledUpSql(plan, parameters) : scannedSql(plan.cut, parameters);
  const { rows } = await database.query<{ day: string; quantity: string }>(sql, parameters.values);
  return rows
    .map(({ day, quantity }) => ({ day, quantity: BigInt(quantity) }))
    .filter(({ quantity }) => quantity !== 0n);
};

/**
 * The first seq after which so many keys were there. Follows each key through the log: on how many days it is there, and so
 * whether it is there at all.
 */
export const firstSatisfyingSeqOfKeys = (
  database: Queryable,
  cut: PeriodCut,
  goal: Goal,
): Promise<number | null> => {
  const parameters = new Parameters();
  const steps = `
    with of_day as (
      select seq, distinct_key, effective_date, sum(quantity) as step from measure_delta
      where ${cutSql(cut, parameters)} group by seq, distinct_key, effective_date
    ), there as (
      select seq, distinct_key, step, sum(step) over (partition by distinct_key, effective_date order by seq) as net
      from of_day
    ), of_key as (
      select seq, distinct_key, sum((net > 0)::integer - (net - step > 0)::integer) as step
      from there group by seq, distinct_key
    ), present as (
      select seq, step, sum(step) over (partition by distinct_key order by seq) as days from of_key
    )
    select seq, (days > 0)::integer - (days - step > 0)::integer as quantity from present`;
  return firstSatisfying(database, steps, parameters, goal);
};
