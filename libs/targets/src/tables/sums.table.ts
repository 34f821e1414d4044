import type { BusinessDate } from '#calendar';
import {
  type Cut,
  cutSql,
  type DaySum,
  type DistinctPlan,
  type Goal,
  isEmpty,
  isRolledUp,
  Parameters,
  rollUpRowsSql,
} from '#figures';
import { covering } from './blocks.js';
import { type AtFact, type Closing, type Known, type Queryable, rolledUpClosings } from './closings.table.js';
import { scannedClosings } from './scanned.table.js';

/** `rolled`: days and closing totals of blocks; `single`: quantities by day that are in none of them. Both as SQL. */
interface Parts {
  readonly parameters: Parameters;
  readonly rolled: string;
  readonly single: string;
}

const noBlocks = `select null::text as value, null::date[] as days, null::numeric[] as totals where false`;

export const seqSql = (parameters: Parameters, after: number, { knownAt }: Pick<AtFact, 'knownAt'>): string =>
  `seq > ${parameters.add(after)}::bigint and seq <= ${parameters.add(knownAt)}::bigint`;

/** Roll-ups of a measure, or of a count of keys that is kept for a target, that a condition chooses by dimension and value. */
export interface RolledUp {
  readonly computation: number;
  /** 0: none's. */
  readonly target: number;
  /** Asked only where it is used: a parameter that nothing refers to has no type. */
  readonly rows: (parameters: Parameters) => string;
}

/** Block by block, so that each is found by its key. */
export const rolledSql = (
  { computation, target, rows }: RolledUp,
  parameters: Parameters,
  known: Pick<Known, 'knownAt' | 'sizes'>,
): { readonly rolled: string; readonly upTo: number } => {
  const { blocks, upTo } = covering(known.knownAt, known.sizes);
  if (blocks.length === 0) return { rolled: noBlocks, upTo };
  const levels = parameters.add(blocks.map(({ level }) => level));
  const numbers = parameters.add(blocks.map(({ block }) => block));
  const rolled = `select found.value, found.days, found.totals
    from unnest(${levels}::smallint[], ${numbers}::integer[]) as covering (level, block) cross join lateral (
      select value, days, totals from figure_rollup
      where figure_rollup.level = covering.level and figure_rollup.block = covering.block
        and target = ${parameters.add(target)}::bigint and computation = ${parameters.add(computation)}::bigint
        and ${rows(parameters)} offset 0
    ) as found`;
  return { rolled, upTo };
};

/** Cuts by several dimensions, or by a target's own filter, look at every quantity of the measure. */
const partsOfFlow = (cut: Cut, known: Known): Parts => {
  const parameters = new Parameters();
  const { rolled, upTo } = isRolledUp(cut)
    ? rolledSql({ ...cut, target: 0, rows: (of) => rollUpRowsSql(cut, of) }, parameters, known)
    : { rolled: noBlocks, upTo: 0 };
  const single = `select effective_date as day, quantity from measure_delta
    where ${cutSql({ ...cut, from: null }, parameters)} and ${seqSql(parameters, upTo, known)}`;
  return { parameters, rolled, single };
};

/** Distinct counts of a target, in a cut for which they are kept. */
const partsOfKeys = ({ cut, target }: DistinctPlan, known: Known): Parts => {
  const parameters = new Parameters();
  const rows = (of: Parameters): string => rollUpRowsSql(cut, of);
  const { rolled, upTo } = rolledSql({ ...cut, target, rows }, parameters, known);
  const single = `select effective_date as day, quantity from distinct_step
    where target = ${parameters.add(target)}::bigint and computation = ${parameters.add(cut.computation)}::bigint
      and ${rows(parameters)} and ${seqSql(parameters, upTo, known)}
      and effective_date <= ${parameters.add(cut.to)}::date`;
  return { parameters, rolled, single };
};

const daysOf = async (
  { parameters, rolled, single }: Parts,
  { from, to }: Pick<Cut, 'from' | 'to'>,
  { database }: Known,
): Promise<readonly DaySum[]> => {
  const first = parameters.add(from ?? '-infinity');
  const { rows } = await database.query<{ day: BusinessDate; quantity: string }>(
    `select day::text, sum(quantity)::text as quantity from (
       select added.day, added.quantity from (${rolled}) as rolled cross join lateral (
         select day, total - lag(total, 1, 0::numeric) over (order by day) as quantity
         from unnest(days, totals) as closing (day, total)
       ) as added
       union all ${single}
     ) as added where day between ${first}::date and ${parameters.add(to)}::date
     group by day having sum(quantity) <> 0 order by day`,
    parameters.values,
  );
  return rows.map(({ day, quantity }) => ({ day, quantity: BigInt(quantity) }));
};

/** Totals up to each of these moments, of which none is after the cut. */
export const closingsOfFlow = (
  cut: Cut,
  moments: readonly Closing[],
  known: Known,
): Promise<readonly bigint[]> =>
  isRolledUp(cut)
    ? rolledUpClosings({ cut, target: 0, moments }, known)
    : scannedClosings({ cut, moments }, known);

export const closingsOfKeys = (
  { cut, target }: DistinctPlan,
  moments: readonly Closing[],
  known: Known,
): Promise<readonly bigint[]> => rolledUpClosings({ cut, target, moments }, known);

/** What was added on each effective day of a cut, in order. */
export const daysOfFlow = async (cut: Cut, known: Known): Promise<readonly DaySum[]> =>
  isEmpty(cut) ? [] : daysOf(partsOfFlow(cut, known), cut, known);

export const daysOfKeys = async (plan: DistinctPlan, known: Known): Promise<readonly DaySum[]> =>
  isEmpty(plan.cut) ? [] : daysOf(partsOfKeys(plan, known), plan.cut, known);

/** The first seq after which the running total of `steps` satisfied the goal; `steps` has columns `seq` and `quantity`. */
export const firstSatisfying = async (
  database: Queryable,
  steps: string,
  parameters: Parameters,
  { least, most }: Goal,
): Promise<number | null> => {
  const bounds = [
    `total >= ${parameters.add(String(least))}::numeric`,
    ...(most === null ? [] : [`total <= ${parameters.add(String(most))}::numeric`]),
  ];
  const { rows } = await database.query<{ seq: number | string }>(
    `select seq from (
       select seq, sum(sum(quantity)) over (order by seq) as total from (${steps}) as step group by seq
     ) as walked where ${bounds.join(' and ')} order by seq limit 1`,
    parameters.values,
  );
  return rows[0] ? Number(rows[0].seq) : null;
};
