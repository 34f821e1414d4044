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
 * The fact as its correction lets it stand. It keeps its id, its place, its report and whoever reported it. What was decided is the
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

// What is shown follows a correction or reversal by the difference that it makes to its subject: how that stood before, and how after.

/** A correction or reversal, with the facts of its subject that stood before it and stand after it. */
export interface Amendment {
  readonly fact: SequencedFact & ChangeFact;
  readonly before: readonly SequencedFact[];
  readonly after: readonly SequencedFact[];
}

/** By the seq of the correction or reversal. */
export type Amendments = ReadonlyMap<number, Amendment>;

const aboutDisbursement = factAbout('disbursement');

const isReturn = (fact: StoredFact): boolean => fact.type === 'BailoutReturned';

/** A return carries its disbursement's kind: that which the disbursement has as it stands. */
const withOneKind = (facts: readonly SequencedFact[]): readonly SequencedFact[] => {
  const disbursement = facts.map(aboutDisbursement).find((fact) => fact?.type === 'BailoutDisbursed');
  if (!disbursement || !facts.some(isReturn)) return facts;
  const { kind } = disbursement.data;
  return facts.map((fact) => (isReturn(fact) ? { ...fact, data: { ...fact.data, kind } } : fact));
};

const standing = (recorded: readonly SequencedFact[]): readonly SequencedFact[] =>
  withOneKind(standingFacts(recorded));

/** What a fact stands or falls with: its loan, its disbursement, itself. */
const subjectOf = (fact: StoredFact): string => {
  const { stream, revision, type } = fact;
  if (factValueOf(type)?.subject === 'loan') return stream;
  return `${stream}/${aboutDisbursement(fact)?.data.disbursementId ?? revision}`;
};

/** Facts as they are recorded, each put to its subject, so that a change finds all that was recorded of what it changes. */
export class RecordedSubjects {
  private readonly subjects = new Map<string, string>();
  private readonly facts = new Map<string, SequencedFact[]>();

  /**
   * The next fact; of each stream in the order of recording. Of a subject that is changed none may be left out. Gives what the fact
   * changes, where it is a correction or reversal.
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
