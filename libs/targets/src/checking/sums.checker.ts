import type pg from 'pg';
import type { Mismatch } from '#projections';
import type { TargetVersion } from '../definitions/definitions.js';
import { type DefinitionsInForce, readDefinitions } from '../definitions/definitions.table.js';
import { followedTarget } from '../figures/attainment.table.js';
import { type DistinctPlan, distinctPlans } from '../figures/distinct.table.js';
import { firstSatisfyingSeq } from '../progress/day-sums.table.js';
import { firstSatisfyingSeqOfKeys } from '../progress/distinct-days.table.js';
import { compare, type Compared } from './compare.checker.js';
import { filterSql, literal } from './document-sql.js';

// Quantities → the sums and counts that are kept beside them, and how far each target is.

/** Quantities once for each place that their dimensions are in, with those as JSON. */
const placedSql = `placed as not materialized (
  select delta.*, place.dimension, place.value, jsonb_build_object('institution', institution, 'effectiveDate', effective_date,
      'dimensions', jsonb_build_object('institution', institution, 'district', district, 'industry', industry, 'size', size,
        'bailoutProgramme', bailout_programme, 'kind', borrower_kind)) as doc
  from measure_delta delta cross join lateral (values ('all', ''), ('institution', institution), ('district', district),
    ('industry', industry), ('industrySection', substr(industry, 1, 1)), ('size', size),
    ('bailoutProgramme', bailout_programme)) as place (dimension, value)
  where place.value is not null
)`;

const key = (columns: string): string => `concat_ws(' ', ${columns}) as key`;

const days: Compared = {
  table: 'measure_day',
  expected: `select ${key('computation, dimension, value, effective_date')}, to_jsonb(sum(quantity)) as content from placed
    where distinct_key is null group by computation, dimension, value, effective_date having sum(quantity) <> 0`,
  found: `select ${key('computation, dimension, value, effective_date')}, to_jsonb(quantity) as content from measure_day
    where quantity <> 0`,
};

const firstDaysSql = ({ target, cut: { computation, from, to, filter } }: DistinctPlan): string => `
  select ${target}::bigint as target, computation, dimension, value, distinct_key, min(effective_date) as day from (
    select computation, dimension, value, distinct_key, effective_date from placed
    where distinct_key is not null and computation = ${computation} and effective_date between ${literal(from)} and ${literal(to)} and ${filterSql(filter)}
    group by computation, dimension, value, distinct_key, effective_date having sum(quantity) > 0
  ) as there group by computation, dimension, value, distinct_key`;

const counts = (plans: readonly DistinctPlan[]): Compared => {
  const none = `select null::bigint as target, computation, dimension, value, distinct_key, effective_date as day
    from placed where false`;
  return {
    table: 'distinct_day',
    expected: `select ${key('target, computation, dimension, value, day')}, to_jsonb(count(*)) as content
      from (${[none, ...plans.map(firstDaysSql)].join(' union all ')}) as firsts
      group by target, computation, dimension, value, day`,
    found: `select ${key('target, computation, dimension, value, effective_date')}, to_jsonb(quantity) as content
      from distinct_day where quantity <> 0`,
  };
};

/** How far one target is: walked through the quantities in the order of the log. */
const attainmentSql = async (
  client: pg.ClientBase,
  { seq }: TargetVersion,
  { goal, plan }: NonNullable<ReturnType<typeof followedTarget>>,
): Promise<string> => {
  const { cut } = plan;
  const firstSeq =
    plan.kind === 'flow'
      ? await firstSatisfyingSeq(client, cut, goal)
      : await firstSatisfyingSeqOfKeys(client, cut, goal);
  const total =
    plan.kind === 'flow'
      ? `select coalesce(sum(quantity), 0) from placed where dimension = 'all' and computation = ${cut.computation}
          and effective_date between ${literal(cut.from)} and ${literal(cut.to)} and ${filterSql(cut.filter)}`
      : `select count(*) from (${firstDaysSql(plan)}) as firsts where dimension = 'all'`;
  return `select ${literal(`${seq} ${cut.computation}`)} as key,
    jsonb_build_object('total', (${total}), 'firstSeq', ${firstSeq ?? 'null'}::bigint) as content`;
};

/** Of versions that are in force no longer the last word is kept, and not asked for again. */
const attainments = async (client: pg.ClientBase, definitions: DefinitionsInForce): Promise<Compared> => {
  const expected: string[] = ['select null as key, null::jsonb as content where false'];
  const inForce: string[] = [];
  for (const target of definitions.targets) {
    const followed = followedTarget(definitions, target);
    if (!followed) continue;
    expected.push(await attainmentSql(client, target, followed));
    inForce.push(literal(`${target.seq} ${followed.plan.cut.computation}`));
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
  const definitions = await readDefinitions(client);
  const plans = definitions.targets.flatMap((target) => distinctPlans(definitions, target));
  return compare(client, placedSql, [days, counts(plans), await attainments(client, definitions)]);
};
