import type pg from 'pg';
import type { DefinitionsInForce } from '../definitions/definitions.table.js';
import type { TargetVersion } from '../definitions/definitions.js';
import { daySums, firstSatisfyingSeq, type Queryable } from '../progress/day-sums.table.js';
import { distinctDays, firstSatisfyingSeqOfKeys } from '../progress/distinct-days.table.js';
import { type FigurePlan, planOfTarget } from '../progress/figure-plan.js';
import { type Goal, goalOf } from '../progress/goal.js';
import type { Attainment } from './attainment.js';
import { writeAttainments } from './figures.table.js';

interface Followed {
  readonly goal: Goal;
  readonly plan: Extract<FigurePlan, { readonly kind: 'flow' | 'distinct' }>;
}

/** What has to be followed for a target; null where nothing is to be achieved or its figure has no first day. */
export const followedTarget = (
  { measures }: Pick<DefinitionsInForce, 'measures'>,
  target: TargetVersion,
): Followed | null => {
  const plan = planOfTarget(measures, target);
  const goal = goalOf(target.data);
  return goal && (plan?.kind === 'flow' || plan?.kind === 'distinct') ? { goal, plan } : null;
};

export const readAttainments = async (database: Queryable): Promise<readonly Attainment[]> => {
  const { rows } = await database.query<{
    target: number | string;
    computation: number | string;
    total: string;
    first_seq: number | string | null;
  }>(
    `select target, attained.computation, total::text as total, attained.first_seq from target_attainment attained
     join figure_definition defined on defined.seq = target where until_seq is null`,
  );
  return rows.map(({ target, computation, total, first_seq: firstSeq }) => ({
    target: Number(target),
    computation: Number(computation),
    total: BigInt(total),
    firstSeq: firstSeq === null ? null : Number(firstSeq),
  }));
};

/** A target set or amended when facts are there already: walks them once, so that no later question has to. */
export const beginAttainment = async (
  client: pg.ClientBase,
  definitions: DefinitionsInForce,
  target: TargetVersion,
): Promise<void> => {
  const followed = followedTarget(definitions, target);
  if (!followed) return;
  const { plan, goal } = followed;
  const { cut } = plan;
  const days = plan.kind === 'flow' ? await daySums(client, cut) : await distinctDays(client, plan);
  const total = days.reduce((sum, { quantity }) => sum + quantity, 0n);
  const firstSeq =
    plan.kind === 'flow'
      ? await firstSatisfyingSeq(client, cut, goal)
      : await firstSatisfyingSeqOfKeys(client, cut, goal);
  await writeAttainments(client, [{ target: target.seq, computation: cut.computation, total, firstSeq }]);
};
