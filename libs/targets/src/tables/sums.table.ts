import type pg from 'pg';
import {
  columnOf,
  type Cut,
  cutSql,
  type DaySum,
  dimensions,
  type Goal,
  isEmpty,
  isRolledUp,
  Parameters,
  rollUpRowsSql,
  spanSql,
} from '#figures';

/** A pool, or a connection inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/**
 * Where quantities of a cut are added up from. The whole and cuts by one dimension are read from sums by day, at most one row for
 * each day and value; cuts by several dimensions, or by a target's own filter, scan the quantities of the measure.
 */
const summedSql = (cut: Cut, parameters: Parameters): string =>
  isRolledUp(cut)
    ? `measure_day where computation = ${parameters.add(cut.computation)}::bigint
        and ${rollUpRowsSql(cut, parameters)} and ${spanSql(cut, parameters)}`
    : `measure_delta where ${cutSql(cut, parameters)}`;

/** What was added on each effective day of a cut, in order. */
export const daySums = async (database: Queryable, cut: Cut): Promise<readonly DaySum[]> => {
  if (isEmpty(cut)) return [];
  const parameters = new Parameters();
  const { rows } = await database.query<{ day: string; quantity: string }>(
    `select effective_date::text as day, sum(quantity)::text as quantity
       from ${summedSql(cut, parameters)} group by effective_date order by effective_date`,
    parameters.values,
  );
  return rows.map(({ day, quantity }) => ({ day, quantity: BigInt(quantity) }));
};

/** What was added in a cut as a whole. */
export const sumOf = async (database: Queryable, cut: Cut): Promise<bigint> => {
  const parameters = new Parameters();
  const { rows } = await database.query<{ sum: string }>(
    `select coalesce(sum(quantity), 0)::text as sum from ${summedSql(cut, parameters)}`,
    parameters.values,
  );
  return BigInt(rows[0]?.sum ?? 0);
};

/** The first seq after which the running total of `steps` satisfied the goal; `steps` has columns `seq` and `quantity`. */
export const firstSatisfying = async (
  database: Queryable,
  steps: string,
  parameters: Parameters,
  { least, most }: Goal,
): Promise<number | null> => {
  const bounds = [
    `total >= ${parameters.add(String(least))}::numeric`,
    ...(most === null ? [] : [`total <= ${parameters.add(String(most))}::numeric`]),
  ];
  const { rows } = await database.query<{ seq: number | string }>(
    `select seq from (
       select seq, sum(sum(quantity)) over (order by seq) as total from (${steps}) as step group by seq
     ) as walked where ${bounds.join(' and ')} order by seq limit 1`,
    parameters.values,
  );
  return rows[0] ? Number(rows[0].seq) : null;
};

/** For a sum or count: walks every quantity of the cut in the order of the log. */
export const firstSatisfyingSeq = (database: Queryable, cut: Cut, goal: Goal): Promise<number | null> => {
  const parameters = new Parameters();
  const steps = `select seq, quantity from measure_delta where ${cutSql(cut, parameters)}`;
  return firstSatisfying(database, steps, parameters, goal);
};

/** Reported values with the columns that cuts look at: a value has no dimension but its institution. */
const reportedValues = `(
  select *, ${dimensions
    .filter((name) => name !== 'institution')
    .map((name) => `null::text as ${columnOf(name)}`)
    .join(', ')}
  from indicator_value
) as value`;

/** The latest value of each institution and scope within the days of the cut, summed; null when nothing was reported. */
export const latestSum = async (database: Queryable, cut: Cut): Promise<bigint | null> => {
  if (isEmpty(cut)) return null;
  const parameters = new Parameters();
  const { rows } = await database.query<{ sum: string | null }>(
    `select sum(quantity)::text as sum from (
       select distinct on (institution, scope) quantity from ${reportedValues}
       where ${cutSql(cut, parameters, 'as_at')} order by institution, scope, as_at desc, seq desc
     ) as latest`,
    parameters.values,
  );
  const sum = rows[0]?.sum ?? null;
  return sum === null ? null : BigInt(sum);
};
