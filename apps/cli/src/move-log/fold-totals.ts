import type { SequencedFact } from '#facts';
import { foldFigures } from '#figures';
import { progressOfFold } from '#targets';
import { programmesIn, type ProgrammeTotals } from './compare-totals.js';
import type { Side } from './side.js';

const batchFacts = 1_000;

/** The facts cannot be folded: there is no figure of them. */
export class NotFoldable extends Error {
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

/** Every target of every programme on its last day, folded from nothing out of what one side holds. */
export const totalsOf = async (
  side: Side,
  definitions: readonly SequencedFact[],
  onFolded: (facts: number) => void,
): Promise<readonly ProgrammeTotals[]> => {
  const fold = folding(side.name, () => foldFigures(definitions));
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
