import type pg from 'pg';
import type { Mismatch } from '#projections';
import { readDefinitions } from '../definitions/definitions.table.js';
import { followedTarget } from '../figures/attainment.table.js';
import { type DistinctPlan, distinctPlans } from '../figures/distinct.table.js';
import { firstSatisfyingSeq } from '../progress/day-sums.table.js';
import { firstSatisfyingSeqOfKeys } from '../progress/distinct-days.table.js';
import { compare } from './compare.checker.js';
import { filterSql, literal } from './document-sql.js';

// Quantities → the sums and counts that are kept beside them, and how far each target is.

/** Quantities once for each place that their dimensions are in, with those as JSON. */
const placedSql = `placed as (
  select delta.*, place.dimension, place.value, jsonb_build_object('institution', institution, 'effectiveDate', effective_date,
      'dimensions', jsonb_build_object('institution', institution, 'district', district, 'industry', industry, 'size', size,
        'bailoutProgramme', bailout_programme, 'kind', borrower_kind)) as doc
  from measure_delta delta cross join lateral (values ('all', ''), ('institution', institution), ('district', district),
    ('industry', industry), ('industrySection', substr(industry, 1, 1)), ('size', size),
    ('bailoutProgramme', bailout_programme)) as place (dimension, value)
  where place.value is not null
)`;

const key = (columns: string): string => `concat_ws(' ', ${columns}) as key`;

const checkDays = (client: pg.ClientBase): Promise<readonly Mismatch[]> =>
  compare(client, {
    table: 'measure_day',
    shared: placedSql,
    expected: `select ${key('computation, dimension, value, effective_date')}, to_jsonb(sum(quantity)) as content from placed
      where distinct_key is null group by computation, dimension, value, effective_date having sum(quantity) <> 0`,
    found: `select ${key('computation, dimension, value, effective_date')}, to_jsonb(quantity) as content from measure_day
      where quantity <> 0`,
  });

const firstDaysSql = ({ target, cut: { computation, from, to, filter } }: DistinctPlan): string => `
  select ${target}::bigint as target, computation, dimension, value, distinct_key, min(effective_date) as day from (
    select computation, dimension, value, distinct_key, effective_date from placed
    where computation = ${computation} and effective_date between ${literal(from)} and ${literal(to)} and ${filterSql(filter)}
    group by computation, dimension, value, distinct_key, effective_date having sum(quantity) > 0
  ) as there group by computation, dimension, value, distinct_key`;

const checkCounts = (client: pg.ClientBase, plans: readonly DistinctPlan[]): Promise<readonly Mismatch[]> => {
  const cell = key('target, computation, dimension, value, day');
  const none = `select null::bigint as target, computation, dimension, value, distinct_key, effective_date as day from placed where false`;
  return compare(client, {
    table: 'distinct_day',
    shared: placedSql,
    expected: `select ${cell}, to_jsonb(count(*)) as content from (${[none, ...plans.map(firstDaysSql)].join(' union all ')}) as firsts
      group by target, computation, dimension, value, day`,
    found: `select ${key('target, computation, dimension, value, effective_date')}, to_jsonb(quantity) as content
      from distinct_day where quantity <> 0`,
  });
};

/** Targets are few, and each is walked once. */
const checkAttainments = async (client: pg.ClientBase): Promise<readonly Mismatch[]> => {
  const definitions = await readDefinitions(client);
  const expected: string[] = [];
  for (const target of definitions.targets) {
    const followed = followedTarget(definitions, target);
    if (!followed) continue;
    const { goal, plan } = followed;
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
    expected.push(`select ${literal(`${target.seq} ${cut.computation}`)} as key,
      jsonb_build_object('total', (${total}), 'firstSeq', ${firstSeq ?? 'null'}::bigint) as content`);
  }
  const stored = `select ${key('target, computation')}, jsonb_build_object('total', total, 'firstSeq', first_seq) as content
    from target_attainment attained`;
  // Of versions of a target or measure that are in force no longer the last word is kept, and not asked for again.
  const found =
    expected.length === 0
      ? `${stored} where false`
      : `${stored} where concat_ws(' ', target, computation) in (select key from expected)`;
  return compare(client, {
    table: 'target_attainment',
    shared: placedSql,
    expected: expected.length === 0 ? `${stored} where false` : expected.join(' union all '),
    found,
  });
};

export const checkSums = async (client: pg.ClientBase): Promise<readonly Mismatch[]> => {
  const definitions = await readDefinitions(client);
  const plans = definitions.targets.flatMap((target) => distinctPlans(definitions, target));
  return [
    ...(await checkDays(client)),
    ...(await checkCounts(client, plans)),
    ...(await checkAttainments(client)),
  ];
};
