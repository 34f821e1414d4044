import { type Cut, isEmpty } from './cut.js';
import { cutSql, Parameters } from './cut-sql.js';
import type { Queryable } from './day-sums.table.js';

/** Reported values with the columns that cuts look at: a value has no dimension but its institution. */
const values = `(
  select *, null::text as district, null::text as industry, null::text as size, null::text as bailout_programme,
    null::text as borrower_kind
  from indicator_value
) as value`;

/** The latest value of each institution and scope within the days of the cut, summed; null when nothing was reported. */
export const latestSum = async (database: Queryable, cut: Cut): Promise<bigint | null> => {
  if (isEmpty(cut)) return null;
  const parameters = new Parameters();
  const { rows } = await database.query<{ sum: string | null }>(
    `select sum(quantity)::text as sum from (
       select distinct on (institution, scope) quantity from ${values}
       where ${cutSql(cut, parameters, 'as_at')} order by institution, scope, as_at desc, seq desc
     ) as latest`,
    parameters.values,
  );
  const sum = rows[0]?.sum ?? null;
  return sum === null ? null : BigInt(sum);
};
