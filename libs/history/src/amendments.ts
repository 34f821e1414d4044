import {
  type ChangeFact,
  changeOf,
  factAbout,
  factValueOf,
  type SequencedFact,
  type StoredFact,
} from '#facts';
import { standingFacts } from './history.js';

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
