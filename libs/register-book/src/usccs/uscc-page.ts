import { factsOf, type SequencedFact } from '#facts';

/** A USCC that is lawful by a fact (3.5), with the last reason given. */
export interface UsccPage {
  readonly code: string;
  readonly reason: string;
  readonly seq: number;
}

/** Facts about USCCs, or undefined for others. */
export const usccFact = factsOf('uscc');

/** The code after a fact of its stream. */
export const usccPage = (page: UsccPage | undefined, sequenced: SequencedFact): UsccPage | undefined => {
  const fact = usccFact(sequenced);
  return fact ? { code: fact.data.code, reason: fact.data.reason, seq: fact.seq } : page;
};
