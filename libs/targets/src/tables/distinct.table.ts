import type pg from 'pg';
import type { BusinessDate } from '#calendar';
import {
  type Cut,
  cutSql,
  type DaySum,
  type Delta,
  dimensionColumns,
  dimensionsJsonSql,
  type DistinctPlan,
  type DistinctStep,
  type Goal,
  isEmpty,
  isRolledUpDistinct,
  type KeyCell,
  Parameters,
  type PeriodCut,
} from '#figures';
import { addRows } from '#projections';
import type { AtFact, Closing, Known } from './closings.table.js';
import { closingsOfKeys, daysOfKeys, firstSatisfying } from './sums.table.js';
import { distinctStep } from './read-tables.table.js';

/** What stood of the keys of these quantities before the first of them. */
export const readKeyCells = async (
  client: pg.ClientBase,
  deltas: readonly Delta[],
): Promise<readonly KeyCell[]> => {
  const [first] = deltas;
  if (!first) return [];
  const touched = new Map(
    deltas.map(({ computation, key }) => [`${computation} ${key}`, [computation, key] as const]),
  );
  const { rows } = await client.query<Omit<KeyCell, 'computation' | 'quantity'> & Record<'c' | 'q', string>>(
    `select computation::text as c, distinct_key as key, effective_date::text as "effectiveDate",
       ${dimensionsJsonSql} as dimensions, sum(quantity)::text as q
     from measure_delta join unnest($1::bigint[], $2::text[]) as touched (of, key)
       on computation = touched.of and distinct_key = touched.key
     where distinct_key is not null and seq < $3
     group by computation, distinct_key, effective_date, ${dimensionColumns}`,
    [
      [...touched.values()].map(([computation]) => computation),
      [...touched.values()].map(([, key]) => key),
      first.seq,
    ],
  );
  return rows.map(({ c, q, ...cell }) => ({ ...cell, computation: Number(c), quantity: BigInt(q) }));
};

/** Steps of one fact on one day are one row. */
const summedSteps = (steps: readonly DistinctStep[]): readonly DistinctStep[] => {
  const summed = new Map<string, DistinctStep>();
  for (const step of steps) {
    const { seq, dimension, value, effectiveDate, quantity } = step;
    const name = JSON.stringify([seq, dimension, value, effectiveDate]);
    summed.set(name, { ...step, quantity: quantity + (summed.get(name)?.quantity ?? 0n) });
  }
  return [...summed.values()].filter(({ quantity }) => quantity !== 0n);
};

/** How the counts kept for the cuts of targets move, at the facts that moved them. */
export const writeDistinctSteps = (
  client: pg.ClientBase,
  counts: readonly { readonly plan: DistinctPlan; readonly steps: readonly DistinctStep[] }[],
): Promise<void> =>
  addRows(
    client,
    distinctStep,
    counts.flatMap(({ plan: { target, cut }, steps }) =>
      summedSteps(steps).map(({ seq, dimension, value, effectiveDate, quantity }) => ({
        target,
        computation: cut.computation,
        dimension,
        value,
        seq,
        effective_date: effectiveDate,
        quantity: Number(quantity),
      })),
    ),
  );

/** In a cut that no counts are kept for, the first days are another matter, and every contribution of the measure is looked at. */
export const scannedDays = async (cut: Cut, { database, knownAt }: Known): Promise<readonly DaySum[]> => {
  if (isEmpty(cut)) return [];
  const parameters = new Parameters();
  const { rows } = await database.query<{ day: BusinessDate; quantity: string }>(
    `select day::text, count(*)::text as quantity from (
       select min(effective_date) as day from (
         select distinct_key, effective_date from measure_delta
         where ${cutSql(cut, parameters)} and seq <= ${parameters.add(knownAt)}::bigint
         group by distinct_key, effective_date having sum(quantity) > 0
       ) as there group by distinct_key
     ) as firsts group by day order by day`,
    parameters.values,
  );
  return rows.map(({ day, quantity }) => ({ day, quantity: BigInt(quantity) }));
};

/** Keys in the cut of a target; null for one that no counts are kept for. */
interface KeysAsked extends Omit<DistinctPlan, 'target'> {
  readonly target: number | null;
}

const isKept = (plan: KeysAsked): plan is DistinctPlan =>
  plan.target !== null && isRolledUpDistinct(plan.cut);

/** How many keys are there for the first time on each day of a cut. */
export const distinctDays = (plan: KeysAsked, known: Known): Promise<readonly DaySum[]> =>
  isKept(plan) ? daysOfKeys(plan, known) : scannedDays(plan.cut, known);

/** How many keys are there up to each of these moments, of which none is after the cut. */
export const distinctClosings = async (
  plan: KeysAsked,
  moments: readonly Closing[],
  known: Known,
): Promise<readonly bigint[]> => {
  if (isKept(plan)) return closingsOfKeys(plan, moments, known);
  const counts = await scannedDays(plan.cut, known);
  return moments.map((moment) =>
    counts
      .filter(({ day }) => day < moment.day || (day === moment.day && !moment.before))
      .reduce((sum, { quantity }) => sum + quantity, 0n),
  );
};

/**
 * The first seq after which so many keys were there. Follows each key through the log: on how many days it is there, and so
 * whether it is there at all.
 */
export const firstSatisfyingSeqOfKeys = (
  cut: PeriodCut,
  goal: Goal,
  { database, knownAt }: AtFact,
): Promise<number | null> => {
  const parameters = new Parameters();
  const steps = `
    with of_day as (
      select seq, distinct_key, effective_date, sum(quantity) as step from measure_delta
      where ${cutSql(cut, parameters)} and seq <= ${parameters.add(knownAt)}::bigint
      group by seq, distinct_key, effective_date
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

/**
 * Of keys what each fact adds on a day and under dimensions, with its seq as `since` where the key came to stand there by it: whoever was there
 * and went is not there any more. `day`: the column.
 */
export const sinceWhenSql = (quantities: string, day: string): string => `
  select *, case when stands > 0 and stands - quantity <= 0 then seq end as since from (
    select distinct_key, ${day}, ${dimensionColumns}, seq, sum(quantity) as quantity,
      sum(sum(quantity)) over (partition by distinct_key, ${day}, ${dimensionColumns} order by seq) as stands
    from (${quantities}) as quantity group by distinct_key, ${day}, ${dimensionColumns}, seq
  ) as added`;
