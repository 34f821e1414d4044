import type { SequencedFact, StoredFact } from '#facts';

/** A fact of some types with its place in the order. */
export type Sequenced<Fact extends StoredFact> = Fact & Pick<SequencedFact, 'seq' | 'recordedAt'>;

/**
 * Recognises the facts of a kind of stream. A type that is not known there is no fact to pass over: what it changes would be
 * missing for ever, so the projection stops at it.
 */
export const knownFacts =
  <Fact extends StoredFact>(
    isOfStream: (stream: string) => boolean,
    types: Readonly<Record<Fact['type'], true>>,
  ) =>
  (fact: SequencedFact): Sequenced<Fact> | undefined => {
    if (!isOfStream(fact.stream)) return undefined;
    if (!Object.hasOwn(types, fact.type))
      throw new Error(`A fact of type ${fact.type} is not known in the stream ${fact.stream}.`);
    return fact as Sequenced<Fact>;
  };

/** The row that a fact builds on; facts that come before their row cannot be applied. */
export const standing = <Page>(page: Page | undefined, fact: StoredFact): Page => {
  if (page === undefined) throw new Error(`${fact.type} in ${fact.stream} builds on nothing.`);
  return page;
};

/** The business day of a fact that must have one. */
export const effectiveDay = (fact: StoredFact): string => {
  if (fact.effectiveDate === null) throw new Error(`${fact.type} in ${fact.stream} has no effective date.`);
  return fact.effectiveDate;
};
