import { canonicalJson } from '#canonical-json';
import type { SequencedFact } from '#facts';
import type { Amendment } from '#history';
import { boundTo, contribute, type Contributed, type Delta, deltasAt } from './contributions.js';
import { type Dimensions, dimensions as dimensionNames } from './dimensions.js';
import {
  type ActiveQuantity,
  beginSubject,
  type FigureSubject,
  isSettledOf,
  subjectOf,
} from './figure-subject.js';
import type { SourcesByFact } from './measures-in-force.js';

/*
 * What a correction or reversal contributes: what its subject's standing facts come to after it, less what they came to before, each at
 * its own effective date and under its own dimensions. So the original's contribution is taken back and the replacement's added, and
 * where what they are counted under is another, all of the subject moves there, what the arbiter settled of it included. What comes to the same adds nothing.
 */

/** A correction or reversal, with what its subject was before and is after it. */
export interface SubjectChange extends Amendment {
  /** What the arbiter settled of the loan before it, in the order of the log; looked at only where `movesSubject`. */
  readonly settled: readonly SequencedFact[];
}

/** By the seq of the correction or reversal. */
export type SubjectChanges = ReadonlyMap<number, SubjectChange>;

const foldStanding = (sources: SourcesByFact, facts: readonly SequencedFact[]): FigureSubject | null => {
  let subject: FigureSubject | null = null;
  for (const fact of facts) {
    const of = boundTo(sources, fact);
    if (of) subject = contribute(sources, subject, of.bearing, fact).subject;
  }
  return subject;
};

/** What a loan is counted under, as text; null where there is none. */
const countedUnder = (facts: readonly SequencedFact[]): string | null => {
  const first = facts.find((fact) => subjectOf(fact)?.bearing === 'begins');
  if (!first) return null;
  const { dimensions, loan } = beginSubject(first, null);
  return loan && canonicalJson({ dimensions, loan });
};

/** Whether a loan that stands before and after a change is counted under something else afterwards. */
export const movesSubject = ({ before, after }: Pick<Amendment, 'before' | 'after'>): boolean => {
  const [one, other] = [countedUnder(before), countedUnder(after)];
  return one !== null && other !== null && one !== other;
};

/** A quantity of a subject with the dimensions that it is kept under. */
interface Cell extends ActiveQuantity {
  readonly dimensions: Dimensions;
}

const cellsOf = (
  sources: SourcesByFact,
  subject: FigureSubject | null,
  settled: readonly SequencedFact[],
): readonly Cell[] => {
  if (!subject) return [];
  const { dimensions, active } = subject;
  return [
    ...active.map((part) => ({ ...part, dimensions })),
    ...settled
      .flatMap((fact) => contribute(sources, subject, 'settles', fact).deltas)
      .map(({ effectiveDate, ...part }) => ({ ...part, date: effectiveDate })),
  ];
};

const nameOf = ({ computation, date, key, dimensions }: Cell): string =>
  JSON.stringify([computation, date, key, ...dimensionNames.map((name) => dimensions[name])]);

/** What is to be added so that the ones become the others. */
const difference = (before: readonly Cell[], after: readonly Cell[]): readonly Cell[] => {
  const cells = new Map<string, Cell>();
  const add = (cell: Cell, quantity: bigint): void => {
    const name = nameOf(cell);
    cells.set(name, { ...cell, quantity: (cells.get(name)?.quantity ?? 0n) + quantity });
  };
  for (const cell of before) add(cell, -cell.quantity);
  for (const cell of after) add(cell, cell.quantity);
  return [...cells.values()].filter(({ quantity }) => quantity !== 0n);
};

/** A reversed loan keeps what it was counted under last: the arbiter has yet to end what it settled of it. */
const changed = (known: FigureSubject, after: FigureSubject | null): FigureSubject => ({
  ...known,
  ...(after && { dimensions: after.dimensions, loan: after.loan }),
  active: after?.active ?? [],
});

/** What a change of its facts contributes to the measures in force, and the subject as it is then. */
const contributeChange = (
  sources: SourcesByFact,
  known: FigureSubject,
  change: SubjectChange,
): Contributed => {
  const settled = movesSubject(change) ? change.settled.filter((fact) => isSettledOf(known, fact)) : [];
  const [before, after] = [foldStanding(sources, change.before), foldStanding(sources, change.after)];
  const cells = difference(cellsOf(sources, before, settled), cellsOf(sources, after, settled));
  return {
    subject: changed(known, after),
    deltas: deltasAt(change.fact.seq, cells),
  };
};

/** Loans and disbursements as they stand, by name. */
export interface Subjects {
  get(name: string): FigureSubject | undefined;
  set(name: string, subject: FigureSubject): unknown;
}

/** The subject of what is changed; null for what has none, or stood no longer. */
const changedSubject = ({ before: [original] }: SubjectChange): string | null =>
  (original && subjectOf(original)?.subject) ?? null;

/** The subject that a fact contributes to; null where no measure is made of it. */
export const contributesTo = (
  sources: SourcesByFact,
  fact: SequencedFact,
  change: SubjectChange | undefined,
): string | null => (change ? changedSubject(change) : (boundTo(sources, fact)?.subject ?? null));

const contributedBy = (sources: SourcesByFact, subjects: Subjects, fact: SequencedFact): readonly Delta[] => {
  const of = boundTo(sources, fact);
  if (!of) return [];
  const known = subjects.get(of.subject) ?? null;
  const { subject, deltas } = contribute(sources, known, of.bearing, fact);
  if (subject !== known) subjects.set(of.subject, subject);
  return deltas;
};

const contributedByChange = (
  sources: SourcesByFact,
  subjects: Subjects,
  change: SubjectChange,
): readonly Delta[] => {
  const name = changedSubject(change);
  const known = name === null ? undefined : subjects.get(name);
  if (name === null || !known) return [];
  const { subject, deltas } = contributeChange(sources, known, change);
  subjects.set(name, subject);
  return deltas;
};

/** What the next fact of the log contributes, a change of an earlier one like any other; brings its subject up to date. */
export const contributed = (
  sources: SourcesByFact,
  subjects: Subjects,
  fact: SequencedFact,
  change: SubjectChange | undefined,
): readonly Delta[] =>
  change ? contributedByChange(sources, subjects, change) : contributedBy(sources, subjects, fact);
