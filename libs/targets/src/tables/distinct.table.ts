import type pg from 'pg';
import {
  cutSql,
  type DaySum,
  type DefinitionsInForce,
  type Delta,
  dimensionColumns,
  dimensionsJsonSql,
  type DistinctPlan,
  distinctPlans,
  type DistinctStep,
  type Goal,
  isEmpty,
  isRolledUpDistinct,
  type KeyCell,
  Parameters,
  type PeriodCut,
  rollUpRowsSql,
  rollUpKeysSql,
  spanSql,
  type TargetVersion,
} from '#figures';
import { firstSatisfying, type Queryable } from './sums.table.js';

/** What stands of the keys that quantities are about to be added to. */
export const readKeyCells = async (
  client: pg.ClientBase,
  deltas: readonly Delta[],
): Promise<readonly KeyCell[]> => {
  const touched = new Map(
    deltas.map(({ computation, key }) => [`${computation} ${key}`, [computation, key] as const]),
  );
  const { rows } = await client.query<Omit<KeyCell, 'computation' | 'quantity'> & Record<'c' | 'q', string>>(
    `select computation::text as c, distinct_key as key, effective_date::text as "effectiveDate",
       ${dimensionsJsonSql} as dimensions, sum(quantity)::text as q
     from measure_delta join unnest($1::bigint[], $2::text[]) as touched (of, key)
       on computation = touched.of and distinct_key = touched.key
     where distinct_key is not null
     group by computation, distinct_key, effective_date, ${dimensionColumns}`,
    [[...touched.values()].map(([computation]) => computation), [...touched.values()].map(([, key]) => key)],
  );
  return rows.map(({ c, q, ...cell }) => ({ ...cell, computation: Number(c), quantity: BigInt(q) }));
};

/** Adds to the counts kept for a target's cut. */
export const writeDistinctSteps = async (
  client: pg.ClientBase,
  { target, cut }: DistinctPlan,
  steps: readonly DistinctStep[],
): Promise<void> => {
  const rolls = new Map<string, { d: string; v: string; e: string; q: number }>();
  for (const { dimension: d, value: v, effectiveDate: e, quantity } of steps) {
    const name = `${e} ${d} ${v}`;
    const roll = rolls.get(name) ?? { d, v, e, q: 0 };
    roll.q += Number(quantity);
    rolls.set(name, roll);
  }
  const moved = [...rolls.values()].filter(({ q }) => q !== 0);
  if (moved.length === 0) return;
  await client.query(
    `insert into distinct_day (target, computation, dimension, value, effective_date, quantity)
     select $1, $2, d, v, e, q from json_to_recordset($3::json) as row (d text, v text, e date, q integer)
     on conflict (target, computation, dimension, value, effective_date)
     do update set quantity = distinct_day.quantity + excluded.quantity`,
    [target, cut.computation, JSON.stringify(moved)],
  );
};

/** A target set or amended, or a measure of it that computes something else: counts its keys anew, once. */
export const beginDistinct = async (
  client: pg.ClientBase,
  definitions: DefinitionsInForce,
  target: TargetVersion,
): Promise<void> => {
  await client.query('delete from distinct_day where target = $1', [target.seq]);
  for (const { cut } of distinctPlans(definitions.measures, target)) {
    const parameters = new Parameters();
    const [of, computation] = [parameters.add(target.seq), parameters.add(cut.computation)];
    await client.query(
      `insert into distinct_day (target, computation, dimension, value, effective_date, quantity)
       select ${of}::bigint, ${computation}::bigint, dimension, value, first, count(*) from (
         select dimension, value, distinct_key, min(effective_date) as first from (
           select dimension, value, distinct_key, effective_date from measure_delta
             cross join lateral ${rollUpKeysSql}
           where ${cutSql(cut, parameters)} and value is not null
           group by dimension, value, distinct_key, effective_date having sum(quantity) > 0
         ) as there group by dimension, value, distinct_key
       ) as firsts group by dimension, value, first`,
      parameters.values,
    );
  }
};

/** Counts of versions that are in force no longer; what was known then follows from the quantities. */
export const endDistinct = async (client: pg.ClientBase, untilSeq: number): Promise<void> => {
  await client.query(
    'delete from distinct_day using figure_definition where target = seq and until_seq = $1',
    [untilSeq],
  );
};

/** Rows that are kept for the period of the target. */
const rolledUpSql = ({ cut, target }: DistinctPlan, parameters: Parameters): string =>
  `select effective_date::text as day, sum(quantity)::text as quantity from distinct_day
    where target = ${parameters.add(target)}::bigint and computation = ${parameters.add(cut.computation)}::bigint
      and ${rollUpRowsSql(cut, parameters)} and ${spanSql(cut, parameters)}
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
