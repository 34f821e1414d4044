import type pg from 'pg';
import type { FilterExpression } from '#facts';
import type { ComputedMeasure } from './expected-figures-sql.js';

// Which measures the filters of targets narrow, out of all versions of both at once, where the projection looks at each definition.

const pathsIn = (filter: FilterExpression): readonly string[] => {
  if ('and' in filter) return filter.and.flatMap(pathsIn);
  if ('or' in filter) return filter.or.flatMap(pathsIn);
  if ('not' in filter) return pathsIn(filter.not);
  if ('exists' in filter) return [filter.exists];
  return [Object.values(filter)[0][0]];
};

/** What has a column of its own beside the quantity. */
const isColumn = (path: string): boolean => /^\/(institution|effectiveDate|dimensions\/\w+)$/.test(path);

/** Seqs of the versions of targets that narrow what they show. */
const narrowingTargets = async (client: pg.ClientBase, definitions: string): Promise<readonly number[]> => {
  const { rows } = await client.query<{ seq: string; filter: FilterExpression }>(
    `with ${definitions} select seq::text, data->'filter' as filter from definition
     where kind = 'target' and jsonb_typeof(data->'filter') = 'object'`,
  );
  return rows.flatMap(({ seq, filter }) => (pathsIn(filter).every(isColumn) ? [] : [Number(seq)]));
};

/**
 * `narrowed`: each pair of a computation and a filter once, at the first definition at which a target that has the filter and a measure
 * that computes so are there together. With `definition` before it, which has every version.
 */
const narrowedSql = (targets: readonly number[]): string => `computed as (
  select code, computation, min(seq) as seq, max(coalesce(until_seq, 9e18)) as until,
    (array_agg(data order by seq))[1] as data
  from definition where kind = 'measure' group by code, computation
), shown as (
  select target.seq as target, target.data->'filter' as filter, named.place, named.code
  from definition target cross join lateral (
    select 0 as place, target.data->>'measure' as code
    union all
    select beside.place, beside.code
    from jsonb_array_elements_text(target.data->'beside') with ordinality as beside (code, place)
  ) as named where target.seq = any(array[${targets.join()}]::bigint[])
), narrowing as (
  select target, filter, place, of.computation, of.until, of.data, greatest(target, of.seq) as since
  from shown join computed of using (code) where of.data->>'op' <> 'GROWTH' and of.until > target
  union all
  select target, filter, place, of.computation, of.until, of.data, greatest(target, growth.seq, of.seq)
  from shown join computed growth using (code) join computed of on of.code = growth.data->>'of'
  where growth.data->>'op' = 'GROWTH' and greatest(target, growth.seq, of.seq) < least(growth.until, of.until)
), narrowed as (
  select -(since * 65536 + row_number() over (partition by since order by target, place) - 1) as seq, since,
    computation as of, nullif(until, 9e18)::bigint as until_seq, filter, data || jsonb_build_object('filter',
      case jsonb_typeof(data->'filter') when 'null' then filter
        else jsonb_build_object('and', jsonb_build_array(data->'filter', filter)) end) as data
  from (select distinct on (computation, filter) * from narrowing order by computation, filter, since, target, place) as first
)`;

/** As rows of `figure_definition`, but for the name, which is none of its own. */
export const expectedNarrowedSql = async (client: pg.ClientBase, definitions: string): Promise<string> => `
  with ${narrowedSql(await narrowingTargets(client, definitions))}
  select seq::bigint, 'narrowed' as kind, of::text as code, seq::text as part, 1 as version, since::bigint as first_seq,
    until_seq, data - 'name' as data, seq::bigint as computation, not exists (
      select from figure_back_fill open where open.target = 0 and open.computation = narrowed.seq) as complete,
    filter as narrowed_by
  from narrowed`;

/** Their computations, to be counted like those of measures. */
export const narrowedMeasures = async (
  client: pg.ClientBase,
  definitions: string,
): Promise<readonly ComputedMeasure[]> => {
  const { rows } = await client.query<{ seq: string; data: ComputedMeasure['data'] }>(
    `with ${definitions}, ${narrowedSql(await narrowingTargets(client, definitions))}
     select seq::text, data from narrowed order by narrowed.seq desc`,
  );
  return rows.map(({ seq, data }) => ({ computation: Number(seq), data }));
};
