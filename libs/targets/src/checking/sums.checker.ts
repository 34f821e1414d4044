import type pg from 'pg';
import type { TargetData } from '#facts';
import { type CheckedPart, partByBlocks } from '#projections';
import { compare, type Compared, placedSql } from './compare.checker.js';
import { filterSql, literal } from './expected-documents-sql.js';
import { within } from './expected-figures-sql.js';

// Quantities → how the counts of keys move: in SQL and by looking at all of them. Nothing here comes out of what adds them up fact by fact.

/** A flow or a count that a target shows: over a period with a first day. */
export interface ShownMeasure {
  readonly target: string;
  readonly computation: string;
  readonly distinct: boolean;
  /** The target's own figure, in the target's unit; otherwise a figure of `beside`. */
  readonly own: boolean;
  /** Both definitions are in force. */
  readonly current: boolean;
  /** Seq at which they no longer were; null while they are. */
  readonly until: string | null;
  readonly data: TargetData & { readonly period: { readonly from: string; readonly to: string } };
}

/** Versions of a measure that compute the same count as one. What a target's filter narrows is chosen already. */
export const shownMeasures = async (client: pg.ClientBase): Promise<readonly ShownMeasure[]> => {
  const { rows } = await client.query<ShownMeasure>(
    `with computed as (
       select code, computation, min(seq) as seq, nullif(max(coalesce(until_seq, 9e18::bigint)), 9e18::bigint) as until_seq,
         (array_agg(data order by seq))[1] as data, bool_and(complete) as complete
       from figure_definition where kind = 'measure' group by code, computation
     ), narrowed as (
       select code::bigint as of, computation, complete, narrowed_by::jsonb as filter from figure_definition where kind = 'narrowed'
     )
     select target.seq::text as target, coalesce(narrowed.computation, measure.computation)::text as computation,
       case when narrowed.of is null then target.data else (target.data::jsonb || '{"filter": null}')::json end as data,
       measure.data->>'op' = 'COUNT_DISTINCT' as distinct,
       measure.code = target.data->>'measure' and measure.data->>'unit' = target.data->>'unit' as own,
       target.until_seq is null and measure.until_seq is null as current,
       least(target.until_seq, measure.until_seq)::text as until
     from figure_definition target join computed measure
       on measure.code = target.data->>'measure' or jsonb_exists((target.data->'beside')::jsonb, measure.code)
       left join narrowed on narrowed.of = measure.computation and narrowed.filter = (target.data->'filter')::jsonb
     where target.kind = 'target' and jsonb_exists((target.data->'period')::jsonb, 'from')
       and measure.data->>'op' in ('SUM', 'COUNT', 'COUNT_DISTINCT')
       and measure.seq < coalesce(target.until_seq, 9e18) and target.seq < coalesce(measure.until_seq, 9e18)
       and coalesce(narrowed.complete, measure.complete) and not exists (
         select from figure_back_fill open
         where open.target = target.seq and open.computation = coalesce(narrowed.computation, measure.computation))
     order by target.seq, measure.seq`,
  );
  return rows;
};

/** Quantities of a measure that a target's own filter lets through, in its period. */
export const shownSql = ({ computation, data: { period, filter } }: ShownMeasure): string =>
  `computation = ${computation} and effective_date between ${literal(period.from)} and ${literal(period.to)} and ${filterSql(filter)}`;

const key = (columns: string): string => `concat_ws(' ', ${columns}) as key`;

/**
 * How a count moves in every place: on which day each key is first there after each fact that touches it, and on which it was before;
 * whether the target was set by then or later.
 */
const movedSql = (shown: ShownMeasure): string => `
  select ${shown.target}::bigint as target, ${shown.computation}::bigint as computation, dimension, value, seq, day, step from (
    with touched as (
      select seq, dimension, value, distinct_key, effective_date, sum(quantity) as step
      from placed where distinct_key is not null and ${shownSql(shown)}${shown.until === null ? '' : ` and seq < ${shown.until}`}
      group by 1, 2, 3, 4, 5
    ), there as (
      select seq, dimension, value, distinct_key, min(effective_date) filter (where net > 0) as day from (
        select moment.seq, dimension, value, distinct_key, before.effective_date, sum(before.step) as net
        from (select distinct seq, dimension, value, distinct_key from touched) as moment
          join touched before using (dimension, value, distinct_key)
        where before.seq <= moment.seq group by moment.seq, dimension, value, distinct_key, before.effective_date
      ) as nets group by seq, dimension, value, distinct_key
    ), moved as (
      select *, lag(day) over (partition by dimension, value, distinct_key order by seq) as before from there
    )
    select dimension, value, seq, day, 1 as step from moved where day is not null and day is distinct from before
    union all
    select dimension, value, seq, before, -1 from moved where before is not null and day is distinct from before
  ) as steps`;

/** Keys that a block has quantities of, in any of these measures, with all that they ever had. */
export const keysSql = (after: string | null, upTo: string | null): string => `moved_key as materialized (
  select distinct computation, distinct_key from measure_delta where ${within('seq', after, upTo)} and distinct_key is not null
), of_key_moved as materialized (
  select delta.* from moved_key cross join lateral (
    select * from measure_delta where measure_delta.computation = moved_key.computation
      and measure_delta.distinct_key = moved_key.distinct_key offset 0) delta
)`;

/** Steps at facts of a block. */
const steps = (shown: readonly ShownMeasure[], after: string | null, upTo: string | null): Compared => {
  const none = `select null::bigint as target, computation, dimension, value, seq, effective_date as day, 0 as step
    from placed where false`;
  const moved = shown.filter(({ distinct }) => distinct).map(movedSql);
  return {
    table: 'distinct_step',
    expected: `select ${key('target, computation, dimension, value, seq, day')}, to_jsonb(sum(step)) as content
      from (${[none, ...moved].join(' union all ')}) as moved where ${within('seq', after, upTo)}
      group by target, computation, dimension, value, seq, day having sum(step) <> 0`,
    found: `select ${key('target, computation, dimension, value, seq, effective_date')}, to_jsonb(quantity) as content
      from distinct_step where ${within('seq', after, upTo)} and (target, computation) not in (select target, computation from figure_back_fill)`,
  };
};

/** Each key by itself: how its counts move at the facts of a block follows from all that was added for it. */
export const stepsPart: CheckedPart = partByBlocks(
  'distinct_step',
  'targets',
  async (client, { after, upTo }) => {
    const shown = await shownMeasures(client);
    return compare(client, `${keysSql(after, upTo)}, ${placedSql('of_key_moved')}`, [
      steps(shown, after, upTo),
    ]);
  },
);
