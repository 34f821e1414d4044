import type pg from 'pg';
import type { FilterExpression } from '#facts';
import { type CheckedPart, type Checker, checkerOf, type Mismatch, wholePart } from '#projections';
import { type ComputedMeasure, definitionFactsSql } from './checking/expected-figures-sql.js';
import { attainmentsPart } from './checking/attainments.checker.js';
import { compareWhole } from './checking/compare.checker.js';
import { checkedFactsSql } from './checking/expected-documents-sql.js';
import { quantitiesParts } from './checking/quantities.checker.js';
import { rollUpsPart } from './checking/roll-ups.checker.js';
import { stepsPart } from './checking/sums.checker.js';
import { type BlockSizes, shippedSizes } from './tables/blocks.js';

// Which measures the filters of targets narrow, out of all versions of both at once, where the projection looks at each definition.

const pathsIn = (filter: FilterExpression): readonly string[] => {
  if ('and' in filter) return filter.and.flatMap(pathsIn);
  if ('or' in filter) return filter.or.flatMap(pathsIn);
  if ('not' in filter) return pathsIn(filter.not);
  if ('exists' in filter) return [filter.exists];
  return [Object.values(filter)[0][0]];
};

/** Columns besides the quantity. */
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
const expectedNarrowedSql = async (client: pg.ClientBase, definitions: string): Promise<string> => `
  with ${narrowedSql(await narrowingTargets(client, definitions))}
  select seq::bigint, 'narrowed' as kind, of::text as code, seq::text as part, 1 as version, since::bigint as first_seq,
    until_seq, data - 'name' as data, seq::bigint as computation, not exists (
      select from figure_back_fill open where open.target = 0 and open.computation = narrowed.seq) as complete,
    filter as narrowed_by
  from narrowed`;

/** Their computations, to be counted like those of measures. */
const narrowedMeasures = async (
  client: pg.ClientBase,
  definitions: string,
): Promise<readonly ComputedMeasure[]> => {
  const { rows } = await client.query<{ seq: string; data: ComputedMeasure['data'] }>(
    `with ${definitions}, ${narrowedSql(await narrowingTargets(client, definitions))}
     select seq::text, data from narrowed order by narrowed.seq desc`,
  );
  return rows.map(({ seq, data }) => ({ computation: Number(seq), data }));
};

/**
 * Every version of every definition, out of the facts. A measure computes something else where more than its name differs from
 * the version before; what it counts is all there unless it is being filled in.
 */
const expectedDefinitionsSql = `
  with named as (
    select seq, data,
      case when type like 'Programme%' then 'programme' when type like 'Target%' then 'target'
           when type like 'Measure%' then 'measure' else 'calendar' end as kind,
      case when type like 'Target%' then data->>'programme' else data->>'code' end as code,
      case when type like 'Target%' then data->>'code' when type = 'CalendarSet' then data->>'year' else '' end as part
    from checked_fact where type in ('ProgrammeDefined', 'ProgrammeAmended', 'TargetSet', 'TargetAmended', 'MeasureDefined',
      'MeasureAmended', 'CalendarSet')
  ), ordered as (
    select *, row_number() over key as version, min(seq) over (partition by kind, code, part) as first_seq,
      lead(seq) over key as until_seq,
      kind = 'measure' and (data - 'name') is distinct from lag(data - 'name') over key as anew
    from named window key as (partition by kind, code, part order by seq)
  ), computed as (
    select *, case when kind = 'measure' then max(seq) filter (where anew) over (partition by kind, code, part order by seq) end
      as computation
    from ordered
  )
  select seq, kind, code, part, version::integer, first_seq, until_seq, data, computation,
    case when kind = 'measure' then not exists (
      select from figure_back_fill open where open.target = 0 and open.computation = computed.computation) end as complete,
    null::jsonb as narrowed_by
  from computed`;

const definitionsSql = `${checkedFactsSql(definitionFactsSql)}, definition as (${expectedDefinitionsSql})`;

const definitionCells = (rows: string): string =>
  `select seq::text as key, to_jsonb(row) - 'seq' as content from (${rows}) as row`;

const checkDefinitions = async (client: pg.ClientBase): Promise<readonly Mismatch[]> =>
  compareWhole(client, definitionsSql, [
    {
      table: 'figure_definition',
      expected: definitionCells('select * from definition'),
      found: definitionCells(`select * from figure_definition where kind <> 'narrowed'`),
    },
    {
      table: 'figure_definition',
      expected: definitionCells(await expectedNarrowedSql(client, definitionsSql)),
      found: definitionCells(
        `select seq, kind, code, part, version, first_seq, until_seq, data::jsonb - 'name' as data, computation, complete, narrowed_by
         from figure_definition where kind = 'narrowed'`,
      ),
    },
  ]);

const expectedForecastsSql = `
  select data->>'programme' as programme, said->>'target' as target, seq, (said->>'definition')::bigint as definition,
    (said->>'computation')::bigint as computation, (data->'basis'->>'effectiveAsOf')::date as effective_as_of,
    said - '{target,definition,computation,low,high}'::text[] || jsonb_build_object('seq', seq, 'basis', data->'basis',
      'method', data->'method', 'interval', jsonb_build_object('share', '0.8000', 'low', said->'low', 'high', said->'high')) as page
  from checked_fact cross join lateral jsonb_array_elements(data->'targets') as said
  where type = 'ForecastRecorded'`;

const forecastCells = (rows: string): string =>
  `select concat_ws(' ', programme, target, seq) as key, to_jsonb(row) as content from (${rows}) as row`;

const checkForecasts = (client: pg.ClientBase): Promise<readonly Mismatch[]> =>
  compareWhole(client, checkedFactsSql('facts'), [
    {
      table: 'forecast',
      expected: forecastCells(expectedForecastsSql),
      found: forecastCells('select * from forecast'),
    },
  ]);

/** Measures as the facts define them, each time that one computes something else; and narrowed by targets. */
const computedMeasures = async (client: pg.ClientBase): Promise<readonly ComputedMeasure[]> => {
  const { rows } = await client.query<ComputedMeasure & { readonly computation: number | string }>(
    `with ${definitionsSql}
     select computation, data from definition where kind = 'measure' and seq = computation order by seq`,
  );
  const measures = rows.map(({ computation, data }) => ({ computation: Number(computation), data }));
  return [...measures, ...(await narrowedMeasures(client, definitionsSql))];
};

const outOfQuantities = (part: CheckedPart): CheckedPart => ({
  ...part,
  outOf: ['figure_definition', 'measure_delta'],
});

/**
 * Derives definitions, quantities and subjects out of the facts as JSON, and steps, roll-ups and what was reached out of the quantities:
 * in SQL and by looking at all that bears on a slice, where the projection adds up fact after fact. Definitions are few, and looked at as a
 * whole. `most`: facts or rows in a slice.
 */
export const targetsCheckerWith = (sizes: BlockSizes, most?: number): Checker =>
  checkerOf(
    'targets',
    [
      wholePart('figure_definition', checkDefinitions),
      wholePart('forecast', checkForecasts),
      ...quantitiesParts(computedMeasures),
      ...[stepsPart, attainmentsPart, rollUpsPart(sizes)].map(outOfQuantities),
    ],
    most,
  );

export const targetsChecker = targetsCheckerWith(shippedSizes);
