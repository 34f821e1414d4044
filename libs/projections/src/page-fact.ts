import type { SequencedFact, StoredFact } from '#facts';

/** A fact of some types with its place in the order. */
export type Sequenced<Fact extends StoredFact> = Fact & Pick<SequencedFact, 'seq' | 'recordedAt'>;

/** The row that a fact builds on; facts that come before their row cannot be applied. */
export const existing = <Page>(page: Page | undefined, fact: StoredFact): Page => {
  if (page === undefined) throw new Error(`${fact.type} in ${fact.stream} builds on nothing.`);
  return page;
};
