import { instantMs, shanghaiDay } from '#calendar';
import {
  type ChangeFact,
  changeOf,
  factAbout,
  type FactCorrected,
  factValueOf,
  type SequencedFact,
  type StoredFact,
} from '#facts';

/*
 * The standing facts of a stream: corrected facts hold their replacement, reversed facts are left out, the order of recording is kept.
 * Corrections and reversals themselves are left out too, so that folds, pages and figures need not know them. The stored facts do not
 * change; this is a function of them. Applied to the first facts of a stream it gives the stream as it was known at that point.
 */

/** The place of a fact among the standing ones, or why it has none. */
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
  /** By the revision at which the fact was recorded. */
  readonly placeOf: (revision: number) => FoundFact;
  /** Standing facts recorded before the one at this place, and after it. */
  readonly before: (at: number) => readonly Fact[];
  readonly after: (at: number) => readonly Fact[];
}

/**
 * A fact with its correction applied. Id, place, report and sender stay the original's. Data and effective date are the correction's, and
 * so are rule set, flags and time stamp, because the correction decided on them.
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

/** The Shanghai day on which a standing fact was decided on: of its last correction, if it has one. */
export const dayDecided = ({ metadata }: StoredFact): string => shanghaiDay(instantMs(metadata.stampedAt));

/** Facts by revision, in that order. */
type ByRevision<Fact extends StoredFact> = Map<number, Fact | 'reversed' | 'change'>;

const apply = <Fact extends StoredFact>(facts: ByRevision<Fact>, change: Fact & ChangeFact): void => {
  const { revision } = change.data.corrects;
  const standing = facts.get(revision);
  // A change of a reversed fact, or of one that is not among these facts, has no effect.
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

/** `recorded`: the facts of one stream, or of one subject in it with their corrections and reversals, from the first up to any. */
export const standingFacts = <Fact extends StoredFact>(recorded: Iterable<Fact>): readonly Fact[] =>
  standingIn(applied(recorded));

/** As `standingFacts`, with look-ups of single facts. */
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

// Read models follow a correction or reversal by its subject's standing facts before and after it.

/** A correction or reversal, with the standing facts of its subject before and after it. */
export interface Amendment {
  readonly fact: SequencedFact & ChangeFact;
  readonly before: readonly SequencedFact[];
  readonly after: readonly SequencedFact[];
}

/** By the seq of the correction or reversal. */
export type Amendments = ReadonlyMap<number, Amendment>;

const aboutDisbursement = factAbout('disbursement');

const isReturn = (fact: StoredFact): boolean => fact.type === 'BailoutReturned';

/** A return carries the kind of its disbursement, which a correction of the disbursement may have changed. */
const withOneKind = (facts: readonly SequencedFact[]): readonly SequencedFact[] => {
  const disbursement = facts.map(aboutDisbursement).find((fact) => fact?.type === 'BailoutDisbursed');
  if (!disbursement || !facts.some(isReturn)) return facts;
  const { kind } = disbursement.data;
  return facts.map((fact) => (isReturn(fact) ? { ...fact, data: { ...fact.data, kind } } : fact));
};

const standing = (recorded: readonly SequencedFact[]): readonly SequencedFact[] =>
  withOneKind(standingFacts(recorded));

/** The subject that a fact is about: its loan or its disbursement, else the fact by itself. */
const subjectOf = (fact: StoredFact): string => {
  const { stream, revision, type } = fact;
  if (factValueOf(type)?.subject === 'loan') return stream;
  return `${stream}/${aboutDisbursement(fact)?.data.disbursementId ?? revision}`;
};

/** Groups recorded facts by subject, so that a correction or reversal finds all facts of the subject it changes. */
export class RecordedSubjects {
  private readonly subjects = new Map<string, string>();
  private readonly facts = new Map<string, SequencedFact[]>();

  /**
   * Adds the next fact, in the order of recording within each stream. Returns the amendment where it is a correction or reversal. All
   * facts of a subject that is changed must be added.
   */
  add(recorded: SequencedFact): Amendment | undefined {
    const fact = changeOf(recorded);
    const revision = fact?.data.corrects.revision ?? recorded.revision;
    const subject = this.subjects.get(`${recorded.stream} ${revision}`) ?? subjectOf(recorded);
    const group = this.facts.get(subject);
    const before = fact && standing(group ?? []);
    this.subjects.set(`${recorded.stream} ${recorded.revision}`, subject);
    if (group) group.push(recorded);
    else this.facts.set(subject, [recorded]);
    return fact && before && { fact, before, after: standing(this.facts.get(subject) ?? []) };
  }
}

/** Every correction and reversal among the facts, of each stream in the order of recording. */
export const amendmentsIn = (recorded: readonly SequencedFact[]): Amendments => {
  const subjects = new RecordedSubjects();
  const amendments = recorded.flatMap((fact) => subjects.add(fact) ?? []);
  return new Map(amendments.map((amendment) => [amendment.fact.seq, amendment]));
};
