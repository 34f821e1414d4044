import { isDeepStrictEqual } from 'node:util';
import { FactSequence, LogsDiffer } from '#event-log';
import type { SequencedFact } from '#facts';
import { definitionFactTypes, foldFigures, progressOfFold } from '#targets';

const pageFacts = 1_000;

/** @throws LogsDiffer where seq, instant or fact are not the same in both */
const bothOf = async (
  one: FactSequence,
  other: FactSequence,
  take: (facts: readonly SequencedFact[]) => void,
): Promise<void> => {
  for (let passed = 0; ;) {
    const [mine, theirs] = await Promise.all([
      one.readAfter(passed, pageFacts),
      other.readAfter(passed, pageFacts),
    ]);
    const place = mine.findIndex((fact, at) => !isDeepStrictEqual(fact, theirs[at]));
    if (place >= 0 || mine.length !== theirs.length)
      throw new LogsDiffer(passed + 1 + (place >= 0 ? place : mine.length));
    if (mine.length === 0) return;
    take(mine);
    passed += mine.length;
  }
};

const programmesIn = (definitions: readonly SequencedFact[]): readonly string[] => [
  ...new Set(
    definitions.flatMap(({ type, data }) =>
      type === 'ProgrammeDefined' && 'code' in data ? [String(data.code)] : [],
    ),
  ),
];

export interface Total {
  readonly programme: string;
  readonly target: string;
  readonly actual: string | null;
}

const totalsOf = async (sequence: FactSequence, day: string): Promise<readonly Total[]> => {
  const definitions: SequencedFact[] = [];
  await bothOf(sequence, sequence, (facts) =>
    definitions.push(...facts.filter(({ type }) => definitionFactTypes.includes(type))),
  );
  const fold = foldFigures(definitions);
  await bothOf(sequence, sequence, (facts) => fold.take(facts));
  return programmesIn(definitions).flatMap((programme) =>
    (progressOfFold(fold, programme, day) ?? []).map(({ code, actual }) => ({
      programme,
      target: code,
      actual,
    })),
  );
};

/**
 * Holds two sequences against each other: every fact with its seq and instant, and every target's total, folded from each on its
 * own. Gives the totals.
 *
 * @throws LogsDiffer
 */
export const sameSequence = async (
  one: FactSequence,
  other: FactSequence,
  day: string,
): Promise<readonly Total[]> => {
  await bothOf(one, other, () => undefined);
  const totals = await totalsOf(one, day);
  if (!isDeepStrictEqual(totals, await totalsOf(other, day))) throw new Error('The totals differ.');
  return totals;
};
