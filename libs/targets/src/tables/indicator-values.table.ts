import type pg from 'pg';
import type { BusinessDate } from '#calendar';
import {
  columnOf,
  type Cut,
  cutSql,
  type DaySum,
  dimensions,
  filteredDimensions,
  type IndicatorValue,
  isEmpty,
  Parameters,
} from '#figures';
import { addRows } from '#projections';
import type { AtFact, Known } from './closings.table.js';
import { indicatorValue } from './read-tables.table.js';

/** All that was said of every report is kept, with the fact that said so: the latest as at any day, and as known at any seq, can be read. */
export const writeIndicatorValues = (
  client: pg.ClientBase,
  values: readonly IndicatorValue[],
): Promise<void> =>
  addRows(
    client,
    indicatorValue,
    values.map(({ asAt, effectiveDate, quantity, ...value }) => ({
      ...value,
      as_at: asAt,
      effective_date: effectiveDate,
      quantity: quantity === null ? null : String(quantity),
    })),
  );

/** A value has no dimension but its institution. */
export const noColumns = dimensions
  .filter((name) => name !== 'institution')
  .map((name) => `null::text as ${columnOf(name)}`)
  .join(', ');

/** What holds of each report within the days of the cut: what was last said of it, unless it was taken back. */
const standingSql = (cut: Cut, parameters: Parameters, { knownAt }: AtFact): string =>
  `select * from (
     select distinct on (report) *, ${noColumns} from indicator_value
     where computation = ${parameters.add(cut.computation)}::bigint and seq <= ${parameters.add(knownAt)}::bigint
     order by report, seq desc
   ) as said where quantity is not null and ${cutSql(cut, parameters, 'as_at')}`;

/** Of a cut that a target's own filter narrows. */
const filteredLatestSum = async (cut: Cut, known: AtFact): Promise<bigint | null> => {
  const parameters = new Parameters();
  const { rows } = await known.database.query<{ sum: string | null }>(
    `select sum(quantity)::text as sum from (
       select distinct on (institution, scope) quantity from (${standingSql(cut, parameters, known)}) as standing
       order by institution, scope, as_at desc, report desc
     ) as latest`,
    parameters.values,
  );
  return sumOf(rows[0]?.sum ?? null);
};

const sumOf = (sum: string | null): bigint | null => (sum === null ? null : BigInt(sum));

/** Of values that have no dimension but their institution. */
const latestSumsSql = `
  with asked as materialized (
    select * from unnest($1::integer[], $2::bigint[], $3::date[], $4::date[], $5::boolean[])
      as asked (figure, computation, first_day, last_day, of_all)
  ), latest as (
    select distinct on (figure, institution, scope) figure, quantity
      from asked cross join lateral (
        select distinct on (report) report, institution, scope, as_at, quantity from indicator_value
         where indicator_value.computation = asked.computation and seq <= $7
         order by report, seq desc) as said
     where quantity is not null and as_at between first_day and last_day
       and (of_all or (figure, institution) in (
         select (narrowed->>'figure')::integer, chosen.institution
           from json_array_elements($6::json) as narrowed
          cross join json_array_elements_text(narrowed->'institutions') as chosen (institution)))
     order by figure, institution, scope, as_at desc, report desc
  )
  select asked.figure, sum(quantity)::text as sum from asked left join latest using (figure) group by 1 order by 1`;

/** Of several cuts at the same fact, in the order asked. */
export const readLatestSums = async (
  cuts: readonly Cut[],
  { database, knownAt }: AtFact,
): Promise<readonly (bigint | null)[]> => {
  const narrowed = cuts.flatMap(({ filters }, figure) =>
    filters.institution === undefined ? [] : [{ figure, institutions: filters.institution }],
  );
  const { rows } = await database.query<{ sum: string | null }>(latestSumsSql, [
    cuts.map((_, figure) => figure),
    cuts.map(({ computation }) => computation),
    cuts.map(({ from }) => from ?? '-infinity'),
    cuts.map(({ to }) => to),
    cuts.map(({ filters }) => filters.institution === undefined),
    JSON.stringify(narrowed),
    knownAt,
  ]);
  return rows.map(({ sum }) => sumOf(sum));
};

/** The latest value of each institution and scope within the days of the cut, summed; null when nothing was reported. */
export const latestSum = async (cut: Cut, known: Omit<Known, 'sizes'>): Promise<bigint | null> => {
  if (isEmpty(cut)) return null;
  if (cut.filter !== null) return filteredLatestSum(cut, known);
  if (filteredDimensions(cut.filters).some((name) => name !== 'institution')) return null;
  if (known.gathered) return known.gathered.latest.ask(cut);
  const [sum = null] = await readLatestSums([cut], known);
  return sum;
};

/** The value of each institution and scope as at each day on which there is one, with the one before it; null for none. */
const valuesOfDaysSql = (cut: Cut, parameters: Parameters, known: AtFact): string =>
  `select institution, seq, as_at as day, quantity, lag(quantity) over (partition by institution, scope order by as_at) as before
   from (
     select distinct on (institution, scope, as_at) institution, scope, as_at, seq, quantity
     from (${standingSql(cut, parameters, known)}) as standing
     order by institution, scope, as_at, report desc
   ) as of_day`;

/** How that sum changes from day to day. A day on which something was reported is there, whether or not anything changed. */
export const latestChangesSql = (cut: Cut, parameters: Parameters, known: AtFact): string =>
  `select institution, day, quantity - coalesce(before, 0) as quantity
   from (${valuesOfDaysSql(cut, parameters, known)}) as change`;

/** The same as what each fact adds: its value, and in a row of its own the one that it takes the place of. */
export const latestPartsSql = (cut: Cut, parameters: Parameters, known: AtFact): string =>
  `select seq, part.ordinal, day, institution, ${noColumns}, part.quantity
   from (${valuesOfDaysSql(cut, parameters, known)}) as change
     cross join lateral (values (0, quantity), (1, -before)) as part (ordinal, quantity)
   where part.quantity <> 0`;

/**
 * What moved the sum between two facts: what makes it up at the second and not at the first, and what made it up at the first and does not
 * at the second, taken back.
 */
export const latestMovesSql = (cut: Cut, since: number, parameters: Parameters, known: AtFact): string => {
  const [now, before] = [known, { ...known, knownAt: since }].map((at) =>
    latestPartsSql(cut, parameters, at),
  );
  const columns = `day, ${dimensions.map(columnOf).join(', ')}`;
  return `select seq, ordinal, ${columns}, quantity from (${now} except all ${before}) as come
    union all select seq, ordinal + 2, ${columns}, -quantity from (${before} except all ${now}) as gone`;
};

export const latestDays = async (cut: Cut, known: AtFact): Promise<readonly DaySum[]> => {
  if (isEmpty(cut)) return [];
  const parameters = new Parameters();
  const { rows } = await known.database.query<{ day: BusinessDate; quantity: string }>(
    `select day::text, sum(quantity)::text as quantity from (${latestChangesSql(cut, parameters, known)}) as change
     group by day order by day`,
    parameters.values,
  );
  return rows.map(({ day, quantity }) => ({ day, quantity: BigInt(quantity) }));
};

/** What was last said of a report at a fact; without a quantity it was taken back. */
export interface ValueSaid {
  readonly seq: number;
  readonly report: number;
  readonly institution: string;
  readonly scope: string;
  readonly asAt: BusinessDate;
  readonly quantity: bigint | null;
}

/** All that was said of the reports of a cut, in the order of the log. A report that was moved out of its days is taken back there. */
export const valuesSaid = async (cut: Cut, { database, knownAt }: AtFact): Promise<readonly ValueSaid[]> => {
  const parameters = new Parameters();
  const { rows } = await database.query<
    Omit<ValueSaid, 'seq' | 'report' | 'quantity'> &
      Record<'seq' | 'report', string> & { readonly quantity: string | null }
  >(
    `select seq::text, report::text, institution, scope, as_at::text as "asAt",
       (case when ${cutSql(cut, parameters, 'as_at')} then quantity end)::text as quantity
     from (select *, ${noColumns} from indicator_value where computation = ${parameters.add(cut.computation)}::bigint
       and seq <= ${parameters.add(knownAt)}::bigint) as said order by said.seq`,
    parameters.values,
  );
  return rows.map(({ seq, report, quantity, ...said }) => ({
    ...said,
    seq: Number(seq),
    report: Number(report),
    quantity: quantity === null ? null : BigInt(quantity),
  }));
};
