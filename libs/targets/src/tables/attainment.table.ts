import type pg from 'pg';
import { type Attainment, type DefinitionsInForce, followedTarget, type TargetVersion } from '#figures';
import { unrolled } from './blocks.js';
import { distinctDays, firstSatisfyingSeqOfKeys } from './distinct.table.js';
import { writeAttainments } from './figures.table.js';
import { daysOfFlow, firstSatisfyingSeq, type Known, type Queryable } from './sums.table.js';

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

/** The first seq at which the whole period satisfied a target, as it was known at some seq; null when it had not by then. */
export const attainedSeq = async (
  { target, computation }: Pick<Attainment, 'target' | 'computation'>,
  { database, knownAt }: Known,
): Promise<number | null> => {
  const { rows } = await database.query<{ first_seq: number | string }>(
    `select first_seq from target_attainment where target = $1 and computation = $2 and first_seq <= $3`,
    [target, computation, knownAt],
  );
  return rows[0] ? Number(rows[0].first_seq) : null;
};

/**
 * A target set or amended when facts are there already: walks them once, so that no later question has to. Blocks that end in the
 * batch at hand are not written yet, so that none is looked at.
 */
export const beginAttainment = async (
  client: pg.ClientBase,
  definitions: DefinitionsInForce,
  target: TargetVersion,
  knownAt: number,
): Promise<void> => {
  const followed = followedTarget(definitions.measures, target);
  if (!followed) return;
  const { plan, goal } = followed;
  const { cut } = plan;
  const known = { database: client, knownAt, sizes: unrolled };
  const [days, firstSeq] =
    plan.kind === 'flow'
      ? [await daysOfFlow(cut, known), await firstSatisfyingSeq(cut, goal, known)]
      : [await distinctDays(plan, known), await firstSatisfyingSeqOfKeys(cut, goal, known)];
  const total = days.reduce((sum, { quantity }) => sum + quantity, 0n);
  await writeAttainments(client, [{ target: target.seq, computation: cut.computation, total, firstSeq }]);
};
