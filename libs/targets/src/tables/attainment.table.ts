import type pg from 'pg';
import { type Attainment, type DefinitionsInForce, followedTarget, type TargetVersion } from '#figures';
import { distinctDays, firstSatisfyingSeqOfKeys } from './distinct.table.js';
import { writeAttainments } from './figures.table.js';
import { daySums, firstSatisfyingSeq, type Queryable } from './sums.table.js';

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
  const followed = followedTarget(definitions.measures, target);
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
