import type pg from 'pg';
import type { TargetData } from '#facts';
import { byKeys, type CheckedPart, checkedSeqSql, type Mismatch } from '#projections';
import { compare, placedSql } from './compare.checker.js';
import { literal } from './expected-documents-sql.js';
import { within } from './expected-figures-sql.js';
import { keysSql, type ShownMeasure, shownMeasures, shownSql } from './sums.checker.js';

// Quantities → how far each target is. The first fact at which a total satisfied a target is known only by all before it: totals are carried
// from slice to slice, in the text of the place. Nothing here comes out of what adds them up fact by fact.

/** The total of a period so far, in fen or pieces, and the first seq after which it satisfied the target. */
interface Reached {
  readonly total: string;
  readonly firstSeq: number | null;
}

/** What quantities up to a seq come to, by target and computation. */
interface Walked {
  readonly seq: number;
  readonly reached: Readonly<Record<string, Reached>>;
}

/** What a target shows that may be satisfied. */
interface Followed {
  readonly key: string;
  readonly shown: ShownMeasure;
  readonly satisfied: string;
}

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

/** Of versions that are in force no longer the last word is kept, and not asked for again. */
const followed = (all: readonly ShownMeasure[]): readonly Followed[] =>
  all.flatMap((shown) => {
    const satisfied = shown.current && shown.own ? satisfiedSql(shown.data) : null;
    return satisfied === null ? [] : [{ key: `${shown.target} ${shown.computation}`, shown, satisfied }];
  });

/** How far a target is after a block of quantities; `before`: at its beginning. */
const reachedSql = (
  { key, shown, satisfied }: Followed,
  { total, firstSeq }: Reached,
  block: string,
): string => {
  const steps = shown.distinct
    ? keyStepsSql(shown)
    : `select seq, quantity from quantity where ${shownSql(shown)}`;
  const before = `${literal(total)}::numeric`;
  return `select ${literal(key)} as key, (${before} + coalesce(sum(step), 0))::text as total,
      coalesce(${firstSeq ?? 'null'}::bigint, min(seq) filter (where ${satisfied}))::float8 as "firstSeq"
    from (select seq, sum(quantity) as step, ${before} + sum(sum(quantity)) over (order by seq) as total
      from (${steps}) as step where ${block} group by seq) as walked`;
};

const nothingReached: Reached = { total: '0', firstSeq: null };

/**
 * A definition that came since the beginning of the walk, or was filled in since, is walked with the next one: what is not in `before` is left
 * out. The others mean the same as long as they are in force.
 */
const walk = async (
  client: pg.ClientBase,
  before: Walked | null,
  upTo: number | null,
): Promise<Walked['reached']> => {
  const targets = followed(await shownMeasures(client)).flatMap((each) => {
    const reached = before ? before.reached[each.key] : nothingReached;
    return reached ? [{ each, reached }] : [];
  });
  if (targets.length === 0) return {};
  const [from, to] = [before && String(before.seq), upTo === null ? null : String(upTo)];
  const block = within('seq', from, to);
  // Of a key all that it ever had; of what has none the quantities of the block.
  const walked = `with ${keysSql(from, to)}, block_quantity as materialized (
       select * from measure_delta where ${block} and distinct_key is null
       union all select * from of_key_moved
     ), ${placedSql('block_quantity')}
     ${targets.map(({ each, reached }) => reachedSql(each, reached, block)).join(' union all ')}`;
  const { rows } = await byKeys(client, () => client.query<Reached & { readonly key: string }>(walked));
  return Object.fromEntries(rows.map(({ key, total, firstSeq }) => [key, { total, firstSeq }]));
};

const walkedTo = (place: string | null): Walked | null =>
  place === null ? null : (JSON.parse(place) as Walked);

const differing = (client: pg.ClientBase, reached: Walked['reached']): Promise<readonly Mismatch[]> =>
  compare(
    client,
    'reached as (select key, value from jsonb_each($1::jsonb))',
    [
      {
        table: 'target_attainment',
        expected: `select key, jsonb_build_object('total', (value->>'total')::numeric, 'firstSeq', value->'firstSeq') as content from reached`,
        found: `select * from (
            select concat_ws(' ', target, computation) as key, jsonb_build_object('total', total, 'firstSeq', first_seq) as content
            from target_attainment
          ) as stored where key in (select key from reached)`,
      },
    ],
    [JSON.stringify(reached)],
  );

/** In blocks of facts; what is stored is compared at the end of the last one, to which all is there. */
export const attainmentsPart: CheckedPart = {
  name: 'target_attainment',
  isCarried: true,
  sliceEnd: async (client, after, most) => {
    const before = walkedTo(after);
    const { rows } = await client.query<{ seq: number | null }>(
      `select ${checkedSeqSql(`'targets'`)}::float8 as seq`,
    );
    const seq = (before?.seq ?? 0) + most;
    if (seq >= (rows[0]?.seq ?? 0)) return null;
    return JSON.stringify({ seq, reached: await walk(client, before, seq) } satisfies Walked);
  },
  check: async (client, { after, upTo }) =>
    upTo === null ? differing(client, await walk(client, walkedTo(after), null)) : [],
};
