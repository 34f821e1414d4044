import { isDeepStrictEqual } from 'node:util';
import type { Replay, TargetProgress } from '#contract';

/** A target as a progress answer has it: beside its figure all that the answer says of it. */
export type ComparedTarget = Pick<TargetProgress, 'code' | 'actual'>;

/** Both sides of a replay held against each other. */
export interface Comparison extends Pick<Replay, 'totals' | 'differences'> {
  readonly verdict: NonNullable<Replay['verdict']>;
}

/** A forecast rests on more than the facts up to a place. */
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

/** Holds what was folded anew against what is shown, target by target and member by member. */
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
