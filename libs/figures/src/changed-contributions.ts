import { canonicalJson } from '#canonical-json';
import type { SequencedFact } from '#facts';
import type { Amendment } from '#history';
import { boundTo, contribute, type Contributed, type Delta, numbered } from './contributions.js';
import { dimensions as dimensionNames } from './dimensions.js';
import {
  type ActiveQuantity,
  beginningOf,
  beginSubject,
  type FigureSubject,
  isSettledOf,
  subjectOf,
} from './figure-subject.js';
import type { SourcesByFact } from './measures-in-force.js';

/*
 * The deltas of a correction or reversal: the contributions of its subject's standing facts after it, less those before it. Each is at its
 * own effective date and under its own dimensions; equal ones cancel. Where the dimensions of the subject change, everything of the subject
 * moves to the new ones, including what the arbiter settled of it.
 */

/** A correction or reversal, with its subject's standing facts before and after it. */
export interface SubjectChange extends Amendment {
  /** The arbiter's facts about the loan before it, in the order of the log; used only where `movesSubject`. */
  readonly settled: readonly SequencedFact[];
}

/** By the seq of the correction or reversal. */
export type SubjectChanges = ReadonlyMap<number, SubjectChange>;

interface Standing {
  readonly subject: FigureSubject | null;
  /** The deltas of its facts, in their order; none where all were taken back. */
  readonly deltas: readonly Delta[];
}

const foldStanding = (
  sources: SourcesByFact,
  facts: readonly SequencedFact[],
  settled: readonly SequencedFact[],
): Standing => {
  let subject: FigureSubject | null = null;
  const deltas: Delta[] = [];
  for (const fact of facts) {
    const of = boundTo(sources, fact);
    if (!of) continue;
    const added = contribute(sources, subject, of.bearing, fact);
    subject = added.subject;
    if (of.bearing === 'takes-back') deltas.length = 0;
    else deltas.push(...added.deltas);
  }
  const known: FigureSubject | null = subject;
  const ofClaims = settled.flatMap((fact) => contribute(sources, known, 'settles', fact).deltas);
  return { subject, deltas: [...deltas, ...ofClaims] };
};

/** What a subject counts for by its standing facts: what a cancellation after them takes back. */
export const activeAfter = (
  sources: SourcesByFact,
  standing: readonly SequencedFact[],
): readonly ActiveQuantity[] => foldStanding(sources, standing, []).subject?.active ?? [];

/** The dimensions that a loan is counted under, as text to compare; null where there is no loan. */
const countedUnder = (facts: readonly SequencedFact[]): string | null => {
  const [first] = facts.flatMap((fact) => beginningOf(fact) ?? []);
  if (!first) return null;
  const { dimensions, loan } = beginSubject(first, null);
  return loan && canonicalJson({ dimensions, loan });
};

/** Whether a change of a loan changes the dimensions that it is counted under. */
export const movesSubject = ({ before, after }: Pick<Amendment, 'before' | 'after'>): boolean => {
  const [one, other] = [countedUnder(before), countedUnder(after)];
  return one !== null && other !== null && one !== other;
};

const named = ({ computation, effectiveDate, key, dimensions, quantity }: Delta): string =>
  JSON.stringify([
    computation,
    effectiveDate,
    key,
    String(quantity),
    ...dimensionNames.map((name) => dimensions[name]),
  ]);

/** The deltas without those that have an equal among the others; each of the others cancels one. */
const without = (deltas: readonly Delta[], others: readonly Delta[]): readonly Delta[] => {
  const left = new Map<string, number>();
  for (const name of others.map(named)) left.set(name, (left.get(name) ?? 0) + 1);
  return deltas.filter((delta) => {
    const name = named(delta);
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count <= 0;
  });
};

/** The subject after a change. A reversed loan keeps its last dimensions, because the arbiter's facts that end its claim come later. */
const changed = (known: FigureSubject, after: FigureSubject | null): FigureSubject => ({
  ...known,
  ...(after && { dimensions: after.dimensions, loan: after.loan }),
  active: after?.active ?? [],
});

/** The deltas of a change for the measures in force, and the subject after it. */
const contributeChange = (
  sources: SourcesByFact,
  known: FigureSubject,
  change: SubjectChange,
): Contributed => {
  const settled = movesSubject(change) ? change.settled.filter((fact) => isSettledOf(known, fact)) : [];
  const before = foldStanding(sources, change.before, settled);
  const after = foldStanding(sources, change.after, settled);
  const undone = without(before.deltas, after.deltas).map((delta) => ({
    ...delta,
    quantity: -delta.quantity,
  }));
  const added = without(after.deltas, before.deltas);
  return {
    subject: changed(known, after.subject),
    deltas: numbered(change.fact.seq, [...undone, ...added]),
  };
};

/** Loans and disbursements with their active quantities, by name. */
export interface Subjects {
  get(name: string): FigureSubject | undefined;
  set(name: string, subject: FigureSubject): unknown;
}

/** The subject that a change is about; null where it has none, or its fact was reversed before. */
const changedSubject = ({ before: [original] }: SubjectChange): string | null =>
  (original && subjectOf(original)?.subject) ?? null;

/** The subject that a fact contributes to; null where no measure counts the fact. */
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

/** The deltas of the next fact of the log, be it a correction or reversal or any other; updates its subject. */
export const contributed = (
  sources: SourcesByFact,
  subjects: Subjects,
  fact: SequencedFact,
  change: SubjectChange | undefined,
): readonly Delta[] =>
  change ? contributedByChange(sources, subjects, change) : contributedBy(sources, subjects, fact);
