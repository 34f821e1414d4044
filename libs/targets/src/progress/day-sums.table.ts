import type pg from 'pg';
import { filterValues } from '#keyset';
import { type Cut, type FilterDimension, filteredDimensions } from './cut.js';
import { cutSql, isSection, Parameters } from './cut-sql.js';
import type { DaySum } from './figure.js';
import type { Goal } from './goal.js';

/** A pool, or a connection inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/** Roll-ups are kept for the whole and for each dimension by itself. */
const rolledUp = ({ filters, filter }: Cut): boolean =>
  filter === null && filteredDimensions(filters).length <= 1;

/** Rows of one dimension, each quantity once: a division is passed over when its section is asked for too. */
const rollsSql = (dimension: FilterDimension, given: readonly string[], parameters: Parameters): string => {
  const values = filterValues(given) ?? [];
  const any = (list: readonly string[]): string => `any(${parameters.add(list)}::text[])`;
  if (dimension !== 'industry') return `dimension = ${parameters.add(dimension)} and value = ${any(values)}`;
  const sections = values.filter(isSection);
  const divisions = values.filter((value) => !isSection(value) && !sections.includes(value.slice(0, 1)));
  return `((dimension = 'industrySection' and value = ${any(sections)})
        or (dimension = 'industry' and value = ${any(divisions)}))`;
};

const rollUpSql = ({ computation, from, to, filters }: Cut, parameters: Parameters): string => {
  const [dimension] = filteredDimensions(filters);
  return `select effective_date::text as day, sum(quantity)::text as quantity from measure_day
    where computation = ${parameters.add(computation)}::bigint
      and ${dimension ? rollsSql(dimension, filters[dimension] ?? [], parameters) : `dimension = 'all' and value = ''`}
      and effective_date between ${parameters.add(from)}::date and ${parameters.add(to)}::date
    group by effective_date order by effective_date`;
};

const deltaSql = (cut: Cut, parameters: Parameters): string =>
  `select effective_date::text as day, sum(quantity)::text as quantity from measure_delta
    where ${cutSql(cut, parameters)} group by effective_date order by effective_date`;

/**
 * What was added on each effective day of a cut, in order. The whole and cuts by one dimension are read from roll-ups, at
 * most one row for each day and value; cuts by several dimensions, or by a target's own filter, scan the quantities of the period.
 */
export const daySums = async (database: Queryable, cut: Cut): Promise<readonly DaySum[]> => {
  if (cut.to < cut.from) return [];
  const parameters = new Parameters();
  const sql = rolledUp(cut) ? rollUpSql(cut, parameters) : deltaSql(cut, parameters);
  const { rows } = await database.query<{ day: string; quantity: string }>(sql, parameters.values);
  return rows.map(({ day, quantity }) => ({ day, quantity: BigInt(quantity) }));
};

/** The first seq after which the cut satisfied the goal. Walks every quantity of the cut in the order of the log. */
export const firstSatisfyingSeq = async (
  database: Queryable,
  cut: Cut,
  goal: Goal,
): Promise<number | null> => {
  const parameters = new Parameters();
  const sql = `select seq from (
      select seq, sum(sum(quantity)) over (order by seq) as total from measure_delta
      where ${cutSql(cut, parameters)} group by seq
    ) walked
    where total >= ${parameters.add(String(goal.least))}::numeric
      and (${parameters.add(goal.most === null ? null : String(goal.most))}::numeric is null or total <= $${parameters.values.length}::numeric)
    order by seq limit 1`;
  const { rows } = await database.query<{ seq: number | string }>(sql, parameters.values);
  return rows[0] ? Number(rows[0].seq) : null;
};
