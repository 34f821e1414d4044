import { isDeepStrictEqual } from 'node:util';
import type { BusinessDate } from '#calendar';
import type { SequencedFact } from '#facts';
import { type ChangedStreams, definitionOf, foldFigures } from '#figures';
import { progressOfFold } from '#targets';
import { compareSides, type Comparison, type Difference } from './compare-sides.js';
import type { ProgressLines, Side } from './side.js';

type Target = NonNullable<ReturnType<typeof progressOfFold>>[number];

/** Targets of a programme as they stand on its last day. */
export interface ProgrammeTotals {
  readonly programme: string;
  readonly asOf: BusinessDate;
  readonly targets: readonly Target[];
}

/** Programmes with their last days, out of the facts that define them, in order. */
export const programmesIn = (definitions: readonly SequencedFact[]): ReadonlyMap<string, BusinessDate> =>
  new Map(
    definitions.flatMap((fact): (readonly [string, BusinessDate])[] => {
      const defined = definitionOf(fact);
      return defined?.kind === 'programme' ? [[defined.code, defined.data.to]] : [];
    }),
  );

const membersOf = (target: object): Readonly<Record<string, unknown>> => ({ ...target });

const differenceOfTargets = (
  programme: string,
  [oneName, one]: readonly [string, Target],
  [otherName, other]: readonly [string, Target],
): Difference | null => {
  const [left, right] = [membersOf(one), membersOf(other)];
  const member = [...new Set([...Object.keys(left), ...Object.keys(right)])].find(
    (name) => !isDeepStrictEqual(left[name], right[name]),
  );
  return member === undefined
    ? null
    : `target ${one.code} of ${programme} differs in ${member}: ${JSON.stringify(left[member])} in ${oneName}, ` +
        `${JSON.stringify(right[member])} in ${otherName}`;
};

/** The first target that one side has otherwise than the other, with all that a progress answer says of it. */
export const differenceOfTotals = (
  [oneName, one]: readonly [name: string, totals: readonly ProgrammeTotals[]],
  [otherName, other]: readonly [name: string, totals: readonly ProgrammeTotals[]],
): Difference | null => {
  const names = (totals: readonly ProgrammeTotals[]): readonly string[] =>
    totals.flatMap(({ programme, targets }) => targets.map(({ code }) => `${code} of ${programme}`));
  const [left, right] = [names(one), names(other)];
  const alone = left.find((name) => !right.includes(name)) ?? right.find((name) => !left.includes(name));
  if (alone !== undefined)
    return `target ${alone} is known in ${left.includes(alone) ? oneName : otherName} alone`;
  for (const { programme, targets } of one)
    for (const target of targets) {
      const match = other
        .find((totals) => totals.programme === programme)
        ?.targets.find(({ code }) => code === target.code);
      const found = match && differenceOfTargets(programme, [oneName, target], [otherName, match]);
      if (found) return found;
    }
  return null;
};

const batchFacts = 1_000;

/** The facts cannot be folded: there is no figure of them. */
class NotFoldable extends Error {
  constructor(side: string, options: ErrorOptions) {
    super(`the facts in ${side} give no totals: ${String(options.cause)}`, options);
    this.name = 'NotFoldable';
  }
}

const folding = <Result>(side: string, fold: () => Result): Result => {
  try {
    return fold();
  } catch (error) {
    throw new NotFoldable(side, { cause: error });
  }
};

/** What is known of a log before it is folded. */
interface KnownBeforehand {
  readonly definitions: readonly SequencedFact[];
  readonly changed: ChangedStreams;
}

/** Every target of every programme on its last day, folded from nothing out of what one side holds. */
const totalsOf = async (
  side: Side,
  { definitions, changed }: KnownBeforehand,
  onFolded: (facts: number) => void,
): Promise<readonly ProgrammeTotals[]> => {
  const fold = folding(side.name, () => foldFigures(definitions, changed));
  let batch: SequencedFact[] = [];
  const take = (): void => {
    folding(side.name, () => fold.take(batch));
    onFolded(batch.at(-1)?.seq ?? 0);
    batch = [];
  };
  for await (const { fact } of side.read()) {
    batch.push(fact);
    if (batch.length >= batchFacts) take();
  }
  take();
  return [...programmesIn(definitions)].map(([programme, asOf]) => ({
    programme,
    asOf,
    targets: folding(side.name, () => progressOfFold(fold, programme, asOf)) ?? [],
  }));
};

export type Proof =
  | {
      readonly outcome: 'same';
      readonly comparison: Comparison;
      readonly totals: readonly ProgrammeTotals[];
    }
  | { readonly outcome: 'different'; readonly difference: string };

/**
 * Both sides hold the same facts in the same order, and give the same totals. The totals follow from the facts; that they are
 * folded out of each side on its own shows that each can be folded to its end, and what the figures are.
 */
export const prove = async (one: Side, other: Side, progress: ProgressLines): Promise<Proof> => {
  const comparison = await compareSides(one, other, progress.of('facts compared'));
  if (comparison.difference !== null) return { outcome: 'different', difference: comparison.difference };
  try {
    const { changed } = comparison;
    const [ours, theirs] = comparison.definitions;
    const folded = (side: Side, definitions: typeof ours) =>
      totalsOf(side, { definitions, changed }, progress.of(`facts folded from ${side.name}`));
    const totals = await folded(one, ours);
    const others = await folded(other, theirs);
    const difference = differenceOfTotals([one.name, totals], [other.name, others]);
    return difference === null
      ? { outcome: 'same', comparison, totals }
      : { outcome: 'different', difference };
  } catch (error) {
    if (error instanceof NotFoldable) return { outcome: 'different', difference: error.message };
    throw error;
  }
};

/** What a proof says, a line each. */
export const proofLines = (proof: Proof): readonly string[] => {
  if (proof.outcome === 'different') return [`they differ: ${proof.difference}`];
  const { comparison, totals } = proof;
  return [
    `the same: ${comparison.same} facts, each with its place, its instant and all it says; SHA-256 of all of them ${comparison.digest}`,
    ...totals.flatMap(({ programme, asOf, targets }) =>
      targets.map(
        ({ code, actual, unit }) =>
          `the same total: ${code} of ${programme} as of ${asOf}: ${actual ?? 'not known'} ${unit}`,
      ),
    ),
  ];
};
