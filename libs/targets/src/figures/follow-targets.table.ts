import type pg from 'pg';
import type { DefinitionsInForce } from '../definitions/definitions.table.js';
import { type Attainment, follow, isWithin, type Step } from './attainment.js';
import { followedTarget, readAttainments } from './attainment.table.js';
import type { Delta } from './contributions.js';
import { type DistinctStep, distinctSteps, type KeyCell } from './distinct-moves.js';
import { distinctPlans, writeDistinctSteps } from './distinct.table.js';
import { writeAttainments } from './figures.table.js';

/** Under which name the steps of one target's count are remembered. */
const named = (target: number, computation: number): string => `${target} ${computation}`;

type StepsByCount = ReadonlyMap<string, readonly DistinctStep[]>;

/** Moves the counts of keys kept for each target; gives the steps of the whole, for the targets that are followed by them. */
const moveCounts = async (
  client: pg.ClientBase,
  definitions: DefinitionsInForce,
  before: readonly KeyCell[],
  deltas: readonly Delta[],
): Promise<StepsByCount> => {
  const touched = new Set(deltas.map(({ computation }) => computation));
  const stepsOf = new Map<string, readonly DistinctStep[]>();
  for (const plan of definitions.targets.flatMap((target) => distinctPlans(definitions, target))) {
    if (!touched.has(plan.cut.computation)) continue;
    const steps = distinctSteps(plan.cut, before, deltas);
    await writeDistinctSteps(client, plan, steps);
    stepsOf.set(
      named(plan.target, plan.cut.computation),
      steps.filter(({ dimension }) => dimension === 'all'),
    );
  }
  return stepsOf;
};

/**
 * Brings the targets in force up to date with quantities just added: the counts of keys in their cuts, and their whole-period
 * figures with the seq that first satisfied each. `before` is what stood of the keys touched.
 */
export const followTargets = async (
  client: pg.ClientBase,
  definitions: DefinitionsInForce,
  before: readonly KeyCell[],
  deltas: readonly Delta[],
): Promise<void> => {
  const stepsOf = await moveCounts(client, definitions, before, deltas);
  const targets = new Map(definitions.targets.map((target) => [target.seq, target]));
  const moved = (await readAttainments(client)).flatMap((standing): Attainment[] => {
    const target = targets.get(standing.target);
    const followed = target && followedTarget(definitions, target);
    if (!followed || followed.plan.cut.computation !== standing.computation) return [];
    const { plan, goal } = followed;
    const steps: readonly Step[] =
      plan.kind === 'flow'
        ? deltas.filter(isWithin(plan.cut))
        : (stepsOf.get(named(standing.target, standing.computation)) ?? []);
    const after = follow(goal, standing, steps);
    return after.total === standing.total && after.firstSeq === standing.firstSeq ? [] : [after];
  });
  await writeAttainments(client, moved);
};
