import type pg from 'pg';
import type { DefinitionsInForce } from '../definitions/definitions.table.js';
import type { TargetVersion } from '../definitions/definitions.js';
import type { Cut } from '../progress/cut.js';
import { daySums, firstSatisfyingSeq, type Queryable } from '../progress/day-sums.table.js';
import { goalOf } from '../progress/goal.js';
import type { Attainment, FollowedTarget } from './attainment.js';
import { writeAttainments } from './figures.table.js';
import { cutOf } from './target-cut.js';

interface Followed extends FollowedTarget {
  readonly cut: Cut;
}

/** What has to be followed for a target; null where its figure is not known or nothing is to be achieved. */
export const followedTarget = (
  { measures }: DefinitionsInForce,
  { data }: TargetVersion,
): Followed | null => {
  const measure = measures.get(data.measure);
  const cut = cutOf(measure, data);
  const goal = goalOf(data);
  if (!cut || !goal || measure?.data.unit !== data.unit) return null;
  return { goal, from: cut.from, to: cut.to, filter: data.filter, cut };
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
  const { cut, goal } = followed;
  const days = await daySums(client, cut);
  const total = days.reduce((sum, { quantity }) => sum + quantity, 0n);
  const firstSeq = await firstSatisfyingSeq(client, cut, goal);
  await writeAttainments(client, [{ target: target.seq, computation: cut.computation, total, firstSeq }]);
};
