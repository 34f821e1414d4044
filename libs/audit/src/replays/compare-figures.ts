import { isDeepStrictEqual } from 'node:util';
import type { Replay, TargetProgress } from '#contract';

/** A target of a progress answer, with all of its members. */
export type ComparedTarget = Pick<TargetProgress, 'code' | 'actual'>;

/** The differences between the figures of a replay and those of the projection. */
export interface Comparison extends Pick<Replay, 'totals' | 'differences'> {
  readonly verdict: NonNullable<Replay['verdict']>;
}

/** Members that are not compared: a forecast depends on more than the facts up to the seq. */
const notHeldAgainst: ReadonlySet<string> = new Set(['forecast']);

const membersOf = (target: ComparedTarget | undefined): Readonly<Record<string, unknown>> => ({ ...target });

const differencesOf = (
  target: string,
  replayed: ComparedTarget | undefined,
  projected: ComparedTarget | undefined,
): Replay['differences'] => {
  const [left, right] = [membersOf(replayed), membersOf(projected)];
  const members =
    replayed && projected ? [...new Set([...Object.keys(left), ...Object.keys(right)])] : ['code'];
  return members
    .filter((member) => !notHeldAgainst.has(member) && !isDeepStrictEqual(left[member], right[member]))
    .map((member) => ({
      target,
      member,
      replayed: left[member] ?? null,
      projected: right[member] ?? null,
    }));
};

/** Compares the replayed figures with the projected ones, by target and member. */
export const compareFigures = (
  replayed: readonly ComparedTarget[],
  projected: readonly ComparedTarget[],
): Comparison => {
  const folded = new Map(replayed.map((target) => [target.code, target]));
  const shown = new Map(projected.map((target) => [target.code, target]));
  const codes = [...new Set([...shown.keys(), ...folded.keys()])];
  const differences = codes.flatMap((code) => differencesOf(code, folded.get(code), shown.get(code)));
  return {
    totals: codes.map((target) => ({
      target,
      replayed: folded.get(target)?.actual ?? null,
      projected: shown.get(target)?.actual ?? null,
    })),
    differences,
    verdict: differences.length === 0 ? 'equal' : 'different',
  };
};
