import {
  type BailoutFact,
  type ChangeFact,
  changeOf,
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

const isReturn = (fact: StoredFact): boolean => fact.type === 'BailoutReturned';

/** A return carries its disbursement's kind: that which the disbursement has as it stands. */
const withOneKind = (facts: readonly SequencedFact[]): readonly SequencedFact[] => {
  const disbursement = facts.find(({ type }) => type === 'BailoutDisbursed');
  if (!disbursement || !facts.some(isReturn)) return facts;
  const { kind } = disbursement.data as BailoutFact['data'];
  return facts.map((fact) => (isReturn(fact) ? { ...fact, data: { ...fact.data, kind } } : fact));
};

const standing = (recorded: readonly SequencedFact[]): readonly SequencedFact[] =>
  withOneKind(standingFacts(recorded));

/** What a fact stands or falls with: its loan, its disbursement, itself. */
const subjectOf = ({ stream, revision, type, data }: StoredFact): string => {
  switch (factValueOf(type)?.subject) {
    case 'loan':
      return stream;
    case 'disbursement':
      return `${stream}/${(data as BailoutFact['data']).disbursementId}`;
    default:
      return `${stream}/${revision}`;
  }
};

/** Facts by their subject, each with what changes them; of each stream in the order of recording. */
const bySubject = (recorded: readonly SequencedFact[]): ReadonlyMap<string, readonly SequencedFact[]> => {
  const subjects = new Map<string, string>();
  const groups = new Map<string, SequencedFact[]>();
  for (const fact of recorded) {
    const original = changeOf(fact)?.data.corrects.revision ?? fact.revision;
    const subject = subjects.get(`${fact.stream} ${original}`) ?? subjectOf(fact);
    subjects.set(`${fact.stream} ${fact.revision}`, subject);
    const group = groups.get(subject);
    if (group) group.push(fact);
    else groups.set(subject, [fact]);
  }
  return groups;
};

/**
 * Every correction and reversal among the facts, of each stream in the order of recording. Of a subject that is changed all must be
 * there that was recorded of it up to the change.
 */
export const amendmentsIn = (recorded: readonly SequencedFact[]): Amendments => {
  const amendments = new Map<number, Amendment>();
  for (const facts of bySubject(recorded).values())
    for (const [index, each] of facts.entries()) {
      const fact = changeOf(each);
      if (!fact) continue;
      const before = standing(facts.slice(0, index));
      amendments.set(fact.seq, { fact, before, after: standing(facts.slice(0, index + 1)) });
    }
  return amendments;
};
