import type { SequencedFact } from '#facts';
import { definitionOf, type DefinitionKind } from '#figures';

// Versions of the definitions in a log.

/** A definition fact, and the how-manieth of its name it is. */
export interface Versioned {
  readonly fact: SequencedFact;
  readonly name: string;
  readonly version: number;
}

/** Every version of every measure or target. */
export const versionsOf = (facts: readonly SequencedFact[], wanted: DefinitionKind): readonly Versioned[] => {
  const counts = new Map<string, number>();
  return facts.flatMap((fact) => {
    const key = definitionOf(fact);
    if (key?.kind !== wanted) return [];
    const name = wanted === 'measure' ? key.code : key.part;
    const version = (counts.get(name) ?? 0) + 1;
    counts.set(name, version);
    return [{ fact, name, version }];
  });
};

/** The same log had this version always been the one. */
export const withOnly = (
  facts: readonly SequencedFact[],
  { fact, name }: Versioned,
): readonly SequencedFact[] =>
  facts.map((each) => {
    const key = definitionOf(each);
    return key?.kind === 'measure' && key.code === name ? { ...each, data: fact.data } : each;
  });
