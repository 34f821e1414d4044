import { differenceOfTotals, NotFoldable, type ProgrammeTotals, totalsOf } from './compare-totals.js';
import { type Comparison, compareSides } from './compare-sides.js';
import type { ProgressLines } from './progress-lines.js';
import type { Side } from './side.js';

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
