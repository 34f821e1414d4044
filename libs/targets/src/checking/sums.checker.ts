import type pg from 'pg';
import type { TargetData } from '#facts';
import type { Mismatch } from '#projections';
import { compare, type Compared } from './compare.checker.js';
import { filterSql, literal } from './document-sql.js';

// Quantities → the sums and counts that are kept beside them, and how far each target is: in SQL and by looking at all of them.
// Nothing here comes out of what adds them up fact by fact.

/** Quantities with what a filter sees of them as JSON; and once for each roll-up that their dimensions are in. */
const placedSql = `quantity as not materialized (
  select delta.*, jsonb_build_object('institution', institution, 'effectiveDate', effective_date,
      'dimensions', jsonb_build_object('institution', institution, 'district', district, 'industry', industry, 'size', size,
        'bailoutProgramme', bailout_programme, 'kind', borrower_kind)) as doc
  from measure_delta delta
), placed as not materialized (
  select quantity.*, place.dimension, place.value
  from quantity cross join lateral (values ('all', ''), ('institution', institution), ('district', district),
    ('industry', industry), ('industrySection', substr(industry, 1, 1)), ('size', size),
    ('bailoutProgramme', bailout_programme)) as place (dimension, value)
  where place.value is not null
)`;

/** A flow or a count that a target in force shows: over a period with a first day. */
interface ShownMeasure {
  readonly target: string;
  readonly computation: string;
  readonly distinct: boolean;
  /** The target's own figure, in the target's unit; else it is shown beside. */
  readonly own: boolean;
  readonly data: TargetData & { readonly period: { readonly from: string; readonly to: string } };
}

const shownMeasures = async (client: pg.ClientBase): Promise<readonly ShownMeasure[]> => {
  const { rows } = await client.query<ShownMeasure>(
    `select target.seq::text as target, measure.computation::text as computation, target.data,
       measure.data->>'op' = 'COUNT_DISTINCT' as distinct,
       measure.code = target.data->>'measure' and measure.data->>'unit' = target.data->>'unit' as own
     from figure_definition target join figure_definition measure on measure.kind = 'measure'
       and (measure.code = target.data->>'measure' or jsonb_exists((target.data->'beside')::jsonb, measure.code))
     where target.kind = 'target' and target.until_seq is null and jsonb_exists((target.data->'period')::jsonb, 'from')
       and measure.until_seq is null and measure.complete and measure.data->>'op' in ('SUM', 'COUNT', 'COUNT_DISTINCT')
     order by target.seq, measure.seq`,
  );
  return rows;
};

/** Quantities of a measure that a target's own filter lets through, in its period. */
const shownSql = ({ computation, data: { period, filter } }: ShownMeasure): string =>
  `computation = ${computation} and effective_date between ${literal(period.from)} and ${literal(period.to)} and ${filterSql(filter)}`;

const key = (columns: string): string => `concat_ws(' ', ${columns}) as key`;

const days: Compared = {
  table: 'measure_day',
  expected: `select ${key('computation, dimension, value, effective_date')}, to_jsonb(sum(quantity)) as content from placed
    where distinct_key is null group by computation, dimension, value, effective_date having sum(quantity) <> 0`,
  found: `select ${key('computation, dimension, value, effective_date')}, to_jsonb(quantity) as content from measure_day
    where quantity <> 0`,
};

const firstDaysSql = (shown: ShownMeasure): string => `
  select ${shown.target}::bigint as target, computation, dimension, value, distinct_key, min(effective_date) as day from (
    select computation, dimension, value, distinct_key, effective_date from placed
    where distinct_key is not null and ${shownSql(shown)}
    group by computation, dimension, value, distinct_key, effective_date having sum(quantity) > 0
  ) as there group by computation, dimension, value, distinct_key`;

const counts = (shown: readonly ShownMeasure[]): Compared => {
  const none = `select null::bigint as target, computation, dimension, value, distinct_key, effective_date as day
    from placed where false`;
  const firsts = shown.filter(({ distinct }) => distinct).map(firstDaysSql);
  return {
    table: 'distinct_day',
    expected: `select ${key('target, computation, dimension, value, day')}, to_jsonb(count(*)) as content
      from (${[none, ...firsts].join(' union all ')}) as firsts
      group by target, computation, dimension, value, day`,
    found: `select ${key('target, computation, dimension, value, effective_date')}, to_jsonb(quantity) as content
      from distinct_day where quantity <> 0`,
  };
};

/** Whether a total satisfies a target; null where nothing is to be achieved. */
const satisfiedSql = ({ comparator, threshold, tolerance, unit }: TargetData): string | null => {
  if (threshold === null || comparator === 'INFO') return null;
  const limit = `(${literal(threshold)}::numeric * ${unit === 'CNY' ? 100 : 1})`;
  if (comparator === 'GT') return `total > ${limit}`;
  if (comparator === 'GTE') return `total >= ${limit}`;
  return `abs(total - ${limit}) <= ${limit} * ${literal(tolerance ?? '0')}::numeric`;
};

/** How the number of keys moves: each is there while it is there on some day, and on a day while its sum is above zero. */
const keyStepsSql = (shown: ShownMeasure): string => `
  with of_day as (
    select seq, distinct_key, effective_date,
      sum(sum(quantity)) over (partition by distinct_key, effective_date order by seq) > 0 as there
    from quantity where ${shownSql(shown)} group by seq, distinct_key, effective_date
  ), day_moved as (
    select seq, distinct_key,
      there::integer - lag(there::integer, 1, 0) over (partition by distinct_key, effective_date order by seq) as step
    from of_day
  ), of_key as (
    select seq, distinct_key, sum(sum(step)) over (partition by distinct_key order by seq) > 0 as there
    from day_moved group by seq, distinct_key
  )
  select seq, there::integer - lag(there::integer, 1, 0) over (partition by distinct_key order by seq) as quantity
  from of_key`;

/** How far one target is: the total of its period, and the first seq after which the running total satisfied it. */
const attainmentSql = (shown: ShownMeasure, satisfied: string): string => {
  const steps = shown.distinct
    ? keyStepsSql(shown)
    : `select seq, quantity from quantity where ${shownSql(shown)}`;
  return `select ${literal(`${shown.target} ${shown.computation}`)} as key, jsonb_build_object(
      'total', coalesce(sum(step), 0), 'firstSeq', min(seq) filter (where ${satisfied})) as content
    from (select seq, sum(quantity) as step, sum(sum(quantity)) over (order by seq) as total from (${steps}) as step
      group by seq) as walked`;
};

/** Of versions that are in force no longer the last word is kept, and not asked for again. */
const attainments = (all: readonly ShownMeasure[]): Compared => {
  const expected: string[] = ['select null as key, null::jsonb as content where false'];
  const inForce: string[] = [];
  for (const shown of all) {
    const satisfied = shown.own ? satisfiedSql(shown.data) : null;
    if (satisfied === null) continue;
    expected.push(attainmentSql(shown, satisfied));
    inForce.push(literal(`${shown.target} ${shown.computation}`));
  }
  return {
    table: 'target_attainment',
    expected: expected.join(' union all '),
    found: `select * from (
        select ${key('target, computation')}, jsonb_build_object('total', total, 'firstSeq', first_seq) as content
        from target_attainment
      ) as stored where key = any(array[${inForce.join(', ')}]::text[])`,
  };
};

export const checkSums = async (client: pg.ClientBase): Promise<readonly Mismatch[]> => {
  const shown = await shownMeasures(client);
  return compare(client, placedSql, [days, counts(shown), attainments(shown)]);
};
