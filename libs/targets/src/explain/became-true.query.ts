import type { TargetData } from '#facts';
import {
  cutSql,
  type FigurePlan,
  followedTarget,
  type Goal,
  goalOf,
  Parameters,
  satisfies,
  scaled,
} from '#figures';
import { type BusinessDate, shanghaiDay } from '#calendar';
import type { TargetAsked } from '../definitions/targets-asked.query.js';
import { attainedSeq } from '../tables/figures.table.js';
import { firstSatisfyingSeqOfKeys } from '../tables/distinct.table.js';
import { valuesSaid, type ValueSaid } from '../tables/indicator-values.table.js';
import type { AtFact, Known } from '../tables/closings.table.js';
import { mayGrow } from '../tables/reach.js';
import { seqSql } from '../tables/sums.table.js';
import { firstSatisfyingSeq, firstSeqOf } from '../tables/walked-blocks.table.js';

// The first fact at which a figure satisfied its target, as it was known then: each operation is walked in the order of the log.

type GrowthPlan = Extract<FigurePlan, { readonly kind: 'growth' }>;

/** `growth` ≥ limit and the like, times both denominators, so that nothing is rounded. */
const satisfiesSql = ({ comparator, threshold, tolerance }: TargetData, parameters: Parameters): string => {
  const limit = scaled(threshold ?? '0');
  const [units, scale] = [limit.units, limit.scale].map((part) => `${parameters.add(String(part))}::numeric`);
  const missing = `(${units} * base - (now - base) * ${scale})`;
  if (comparator === 'GT') return `${missing} < 0`;
  if (comparator === 'GTE') return `${missing} <= 0`;
  const within = scaled(tolerance ?? '0');
  return `abs(${missing}) * ${parameters.add(String(within.scale))}::numeric <= ${parameters.add(String(within.units))}::numeric * ${units} * base`;
};

const growthSeq = async (
  { now, base }: GrowthPlan,
  target: TargetData,
  known: Known,
): Promise<number | null> => {
  if (target.threshold === null || target.comparator === 'INFO') return null;
  return firstSeqOf(
    {
      computation: now.computation,
      spans: [now, base],
      mayHold: ([all, then]) => all !== undefined && then !== undefined && mayGrow(all, then, target),
      among: async ([all = 0n, then = 0n], after, upTo) => {
        const parameters = new Parameters();
        const [nowBefore, baseBefore] = [all, then].map((sum) => `${parameters.add(String(sum))}::numeric`);
        const steps = `select seq, quantity, effective_date <= ${parameters.add(base.to)}::date as is_base from measure_delta
          where ${cutSql(now, parameters)} and ${seqSql(parameters, after, { knownAt: upTo })}`;
        const { rows } = await known.database.query<{ seq: string }>(
          `select seq::text from (
             select seq, ${nowBefore} + sum(sum(quantity)) over (order by seq) as now,
               ${baseBefore} + sum(coalesce(sum(quantity) filter (where is_base), 0)) over (order by seq) as base
             from (${steps}) as step group by seq
           ) as walked where base > 0 and ${satisfiesSql(target, parameters)} order by walked.seq limit 1`,
          parameters.values,
        );
        return rows[0] ? Number(rows[0].seq) : null;
      },
    },
    known,
  );
};

/** Of each institution and scope holds the value with the latest day, of two as at one day the later report's. */
const isLater = (one: ValueSaid, other: ValueSaid | undefined): boolean =>
  other === undefined || one.asAt > other.asAt || (one.asAt === other.asAt && one.report > other.report);

/** Walks what was said of reports, in the order of the log. */
const firstSeqOfValues = (said: readonly ValueSaid[], goal: Goal): number | null => {
  const reports = new Map<string, Map<number, ValueSaid>>();
  const latest = new Map<string, bigint>();
  let sum = 0n;
  for (const value of said) {
    const name = `${value.institution} ${value.scope}`;
    const ofName = reports.get(name) ?? new Map<number, ValueSaid>();
    reports.set(name, ofName.set(value.report, value));
    let holds: ValueSaid | undefined;
    for (const one of ofName.values()) if (one.quantity !== null && isLater(one, holds)) holds = one;
    sum += (holds?.quantity ?? 0n) - (latest.get(name) ?? 0n);
    if (holds) latest.set(name, holds.quantity ?? 0n);
    else latest.delete(name);
    if (latest.size > 0 && satisfies(sum, goal)) return value.seq;
  }
  return null;
};

/** A figure to be explained: of a target up to a day. */
interface Explained extends TargetAsked {
  readonly plan: FigurePlan | null;
  readonly effectiveAsOf: BusinessDate;
}

/** Whether nothing known is of a later day: what is recorded on a day was effective by then (`TIM-R01`). */
const isAllBy = async (day: BusinessDate, { database, knownAt }: AtFact): Promise<boolean> => {
  const { rows } = await database.query<{ at: Date | string }>(
    'select recorded_at as at from facts where seq = $1',
    [knownAt],
  );
  return rows[0] !== undefined && shanghaiDay(new Date(rows[0].at).getTime()) <= day;
};

/** Of a target whose whole period is followed in the order of the log, where that is what is asked for; else undefined. */
const followedSeq = async (
  { target, definitions, effectiveAsOf }: Explained,
  known: AtFact,
): Promise<number | null | undefined> => {
  const followed = target.isFollowed === false ? null : followedTarget(definitions.measures, target);
  if (!followed) return undefined;
  const { computation, to } = followed.plan.cut;
  const isWhole = effectiveAsOf >= to || (await isAllBy(effectiveAsOf, known));
  return isWhole ? attainedSeq({ target: target.seq, computation }, known) : undefined;
};

/** Null where it never did, or nothing is to be achieved. */
export const becameTrue = async (explained: Explained, known: Known): Promise<number | null> => {
  const followed = await followedSeq(explained, known);
  if (followed !== undefined) return followed;
  const { plan, target } = explained;
  if (plan?.kind === 'growth') return growthSeq(plan, target.data, known);
  const goal = goalOf(target.data);
  if (plan === null || goal === null) return null;
  switch (plan.kind) {
    case 'flow':
    case 'balance':
      return firstSatisfyingSeq(plan.cut, goal, known);
    case 'distinct':
      return firstSatisfyingSeqOfKeys(plan.cut, goal, known);
    case 'latest':
      return firstSeqOfValues(await valuesSaid(plan.cut, known), goal);
  }
};
