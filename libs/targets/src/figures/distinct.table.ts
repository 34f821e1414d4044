import type pg from 'pg';
import type { DefinitionsInForce } from '../definitions/definitions.table.js';
import type { TargetVersion } from '../definitions/definitions.js';
import { cutSql, Parameters } from '../progress/cut-sql.js';
import { type FigurePlan, planOf } from '../progress/figure-plan.js';
import type { Delta } from './contributions.js';
import type { DistinctStep, KeyCell } from './distinct-moves.js';

export type DistinctPlan = Extract<FigurePlan, { readonly kind: 'distinct' }>;

/** Every distinct count that a target shows, its own or beside it, over its whole period. */
export const distinctPlans = (
  { measures }: Pick<DefinitionsInForce, 'measures'>,
  target: TargetVersion,
): readonly DistinctPlan[] =>
  [...new Set([target.data.measure, ...target.data.beside])].flatMap((code): DistinctPlan[] => {
    const plan = planOf(measures, code, target);
    return plan?.kind === 'distinct' ? [plan] : [];
  });

/** What stands of the keys that quantities are about to be added to. */
export const readKeyCells = async (
  client: pg.ClientBase,
  deltas: readonly Delta[],
): Promise<readonly KeyCell[]> => {
  const touched = new Map(
    deltas.map(({ computation, key }) => [`${computation} ${key}`, [computation, key] as const]),
  );
  const { rows } = await client.query<Omit<KeyCell, 'computation' | 'quantity'> & Record<'c' | 'q', string>>(
    `select computation::text as c, distinct_key as key, effective_date::text as "effectiveDate",
       json_build_object('institution', institution, 'district', district, 'industry', industry, 'size', size,
         'bailoutProgramme', bailout_programme, 'kind', borrower_kind) as dimensions, sum(quantity)::text as q
     from measure_delta join unnest($1::bigint[], $2::text[]) as touched (of, key)
       on computation = touched.of and distinct_key = touched.key
     where distinct_key is not null
     group by computation, distinct_key, effective_date, institution, district, industry, size, bailout_programme, borrower_kind`,
    [[...touched.values()].map(([computation]) => computation), [...touched.values()].map(([, key]) => key)],
  );
  return rows.map(({ c, q, ...cell }) => ({ ...cell, computation: Number(c), quantity: BigInt(q) }));
};

/** Adds to the counts kept for a target's cut. */
export const writeDistinctSteps = async (
  client: pg.ClientBase,
  { target, cut }: DistinctPlan,
  steps: readonly DistinctStep[],
): Promise<void> => {
  const rolls = new Map<string, { d: string; v: string; e: string; q: number }>();
  for (const { dimension: d, value: v, effectiveDate: e, quantity } of steps) {
    const name = `${e} ${d} ${v}`;
    const roll = rolls.get(name) ?? { d, v, e, q: 0 };
    roll.q += Number(quantity);
    rolls.set(name, roll);
  }
  const moved = [...rolls.values()].filter(({ q }) => q !== 0);
  if (moved.length === 0) return;
  await client.query(
    `insert into distinct_day (target, computation, dimension, value, effective_date, quantity)
     select $1, $2, d, v, e, q from json_to_recordset($3::json) as row (d text, v text, e date, q integer)
     on conflict (target, computation, dimension, value, effective_date)
     do update set quantity = distinct_day.quantity + excluded.quantity`,
    [target, cut.computation, JSON.stringify(moved)],
  );
};

/** A target set or amended, or a measure of it that computes something else: counts its keys anew, once. */
export const beginDistinct = async (
  client: pg.ClientBase,
  definitions: DefinitionsInForce,
  target: TargetVersion,
): Promise<void> => {
  await client.query('delete from distinct_day where target = $1', [target.seq]);
  for (const { cut } of distinctPlans(definitions, target)) {
    const parameters = new Parameters();
    const [of, computation] = [parameters.add(target.seq), parameters.add(cut.computation)];
    await client.query(
      `insert into distinct_day (target, computation, dimension, value, effective_date, quantity)
       select ${of}::bigint, ${computation}::bigint, dimension, value, first, count(*) from (
         select dimension, value, distinct_key, min(effective_date) as first from (
           select dimension, value, distinct_key, effective_date from measure_delta
             cross join lateral (values ('all', ''), ('institution', institution), ('district', district),
               ('industry', industry), ('industrySection', left(industry, 1)), ('size', size),
               ('bailoutProgramme', bailout_programme)) as place (dimension, value)
           where ${cutSql(cut, parameters)} and value is not null
           group by dimension, value, distinct_key, effective_date having sum(quantity) > 0
         ) as there group by dimension, value, distinct_key
       ) as firsts group by dimension, value, first`,
      parameters.values,
    );
  }
};

/** Counts of versions that are in force no longer; what was known then follows from the quantities. */
export const endDistinct = async (client: pg.ClientBase, untilSeq: number): Promise<void> => {
  await client.query(
    'delete from distinct_day using figure_definition where target = seq and until_seq = $1',
    [untilSeq],
  );
};
