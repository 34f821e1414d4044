import type { Uscc } from '#contract';
import { factsOf, type SequencedFact } from '#facts';

/** Facts about USCCs, or undefined for others. */
export const usccFact = factsOf('uscc');

/** The code after a fact of its stream. */
export const usccPage = (page: Uscc | undefined, sequenced: SequencedFact): Uscc | undefined => {
  const fact = usccFact(sequenced);
  return fact ? { code: fact.data.code, reason: fact.data.reason, seq: fact.seq } : page;
};
