import { instantMs, shanghaiDay } from '#calendar';
import { changeOf, type ChangeFact, type FactCorrected, type StoredFact } from '#facts';

/*
 * A stream's facts as they stand: each corrected fact with its replacement in its own place, reversed ones gone, the order of recording
 * kept. Corrections and reversals are not among them, so that a fold, a page or a figure that is made of standing facts knows nothing of
 * them. What was recorded stays as it is; this is a reading of it, and of any beginning of the stream as well: the history as it was
 * known at a fact is that of the facts up to it.
 */

/** Where the fact of a report is found: among the standing facts, or why it is not there. */
type FoundFact =
  | { readonly found: 'standing'; readonly at: number }
  /** It was recorded and reversed. */
  | { readonly found: 'reversed' }
  /** It corrects or reverses another. */
  | { readonly found: 'change' }
  | { readonly found: 'nowhere' };

export interface History<Fact extends StoredFact = StoredFact> {
  /** In the order of recording. */
  readonly standing: readonly Fact[];
  /** Of the fact recorded at this revision. */
  readonly placeOf: (revision: number) => FoundFact;
  /** Standing facts recorded before the one at this place, and after it. */
  readonly before: (at: number) => readonly Fact[];
  readonly after: (at: number) => readonly Fact[];
}

/**
 * The fact as its correction lets it stand. It keeps its id, its place, its report and whoever told of it. What was decided is the
 * correction's: data and effective date, and with them rule set, flags, and the clock by which they were decided.
 */
const corrected = <Fact extends StoredFact>(fact: Fact, { data, metadata }: FactCorrected): Fact => {
  const { effectiveDate, ...replacement } = data.replacement;
  const { stampedAt, ruleSetVersion, flags } = metadata;
  return {
    ...fact,
    effectiveDate,
    data: replacement,
    metadata: { ...fact.metadata, stampedAt, ruleSetVersion, flags },
  };
};

/** Shanghai's day on which a standing fact was decided on as it stands: that of its last correction. */
export const dayDecided = ({ metadata }: StoredFact): string => shanghaiDay(instantMs(metadata.stampedAt));

/** Standing facts by the revision that they were recorded at, in that order. */
type ByRevision<Fact extends StoredFact> = Map<number, Fact | 'reversed' | 'change'>;

const apply = <Fact extends StoredFact>(facts: ByRevision<Fact>, change: Fact & ChangeFact): void => {
  const { revision } = change.data.corrects;
  const standing = facts.get(revision);
  // A later change of what is gone, or of what is not among these facts, changes nothing of them.
  if (standing === undefined || typeof standing === 'string') return;
  facts.set(revision, change.type === 'FactReversed' ? 'reversed' : corrected(standing, change));
};

const applied = <Fact extends StoredFact>(recorded: Iterable<Fact>): ByRevision<Fact> => {
  const facts: ByRevision<Fact> = new Map();
  for (const fact of recorded) {
    const change = changeOf(fact);
    facts.set(fact.revision, change ? 'change' : fact);
    if (change) apply(facts, change);
  }
  return facts;
};

const standingIn = <Fact extends StoredFact>(facts: ByRevision<Fact>): readonly Fact[] =>
  [...facts.values()].filter((fact) => typeof fact !== 'string');

/** All facts recorded in one stream, or all of one subject in it with what changes them, from the first up to any. */
export const standingFacts = <Fact extends StoredFact>(recorded: Iterable<Fact>): readonly Fact[] =>
  standingIn(applied(recorded));

/** The same, to be asked about single facts. */
export const historyOf = <Fact extends StoredFact>(recorded: Iterable<Fact>): History<Fact> => {
  const facts = applied(recorded);
  const standing = standingIn(facts);
  const places = new Map(standing.map(({ revision }, at) => [revision, at]));
  return {
    standing,
    placeOf: (revision) => {
      const at = places.get(revision);
      if (at !== undefined) return { found: 'standing', at };
      const found = facts.get(revision);
      return { found: found === 'reversed' || found === 'change' ? found : 'nowhere' };
    },
    before: (at) => standing.slice(0, at),
    after: (at) => standing.slice(at + 1),
  };
};
