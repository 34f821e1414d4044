import type { BusinessDate } from '#calendar';
import type { Bearing, SequencedFact } from '#facts';
import type { Dimensions } from './dimensions.js';
import {
  beginningOf,
  beginSubject,
  type CountedUnder,
  type FigureSubject,
  type ActiveQuantity,
  settledUnder,
  subjectOf,
  type SubjectOfFact,
} from './figure-subject.js';
import { documentOf } from './measured-document.js';
import type { SourcesByFact } from './measures-in-force.js';

/** A quantity that one fact adds to one measure, on one effective day. */
export interface Delta {
  readonly computation: number;
  readonly seq: number;
  /** From 0 within the fact and the computation, so that it does not depend on other measures of the same fact. */
  readonly ordinal: number;
  readonly effectiveDate: BusinessDate;
  readonly dimensions: Dimensions;
  readonly key: string | null;
  /** Fen, or pieces. */
  readonly quantity: bigint;
}

export interface Contributed {
  readonly subject: FigureSubject;
  readonly deltas: readonly Delta[];
}

const sameCell = (a: ActiveQuantity, b: ActiveQuantity): boolean =>
  a.computation === b.computation && a.date === b.date && a.key === b.key;

/** Adds up quantities of the same measure, day and key, and drops those that are zero. */
const merge = (
  active: readonly ActiveQuantity[],
  more: readonly ActiveQuantity[],
): readonly ActiveQuantity[] => {
  const merged = [...active];
  for (const part of more) {
    const at = merged.findIndex((other) => sameCell(other, part));
    const before = merged[at];
    if (before) merged[at] = { ...before, quantity: before.quantity + part.quantity };
    else merged.push(part);
  }
  return merged.filter(({ quantity }) => quantity !== 0n);
};

/** The deltas of one fact, with their ordinals in the order given. */
export const numbered = (seq: number, parts: readonly Omit<Delta, 'seq' | 'ordinal'>[]): readonly Delta[] => {
  const next = new Map<number, number>();
  return parts.map(({ computation, effectiveDate, dimensions, key, quantity }) => {
    const ordinal = next.get(computation) ?? 0;
    next.set(computation, ordinal + 1);
    return { computation, seq, ordinal, effectiveDate, dimensions, key, quantity };
  });
};

const deltasOf = (
  { seq }: SequencedFact,
  { dimensions }: CountedUnder,
  parts: readonly ActiveQuantity[],
): readonly Delta[] =>
  numbered(
    seq,
    parts.map(({ computation, date, key, quantity }) => ({
      computation,
      effectiveDate: date,
      dimensions,
      key,
      quantity,
    })),
  );

const takeBack = (fact: SequencedFact, subject: FigureSubject): Contributed => {
  const negatives = subject.active.map((part) => ({ ...part, quantity: -part.quantity }));
  return { subject: { ...subject, active: [] }, deltas: deltasOf(fact, subject, negatives) };
};

/** The subject that a fact counts for; null where no measure counts the fact, unless it begins or takes back its subject. */
export const boundTo = (sources: SourcesByFact, fact: SequencedFact): SubjectOfFact | null => {
  const of = subjectOf(fact);
  const counts = of?.bearing === 'begins' || of?.bearing === 'takes-back' || sources.has(fact.type);
  return counts ? of : null;
};

/**
 * The deltas of a fact for the measures in force. A fact counts at its own effective date, under the dimensions of its subject. Taking it
 * back later adds the same quantities, negative, at the same date. This is done here once for all measures.
 */
export const contribute = (
  sources: SourcesByFact,
  known: FigureSubject | null,
  bearing: Bearing,
  fact: SequencedFact,
): Contributed => {
  const begun = beginningOf(fact);
  const subject = begun ? beginSubject(begun, known) : known;
  if (!subject) throw new Error(`${fact.type} at seq ${fact.seq} has nothing before it in ${fact.stream}.`);
  if (bearing === 'takes-back') return takeBack(fact, subject);
  const { effectiveDate } = fact;
  if (effectiveDate === null) throw new Error(`${fact.type} at seq ${fact.seq} has no effective date.`);
  const under = bearing === 'settles' ? settledUnder(subject, fact) : subject;
  const document = documentOf(fact, under);
  const parts = (sources.get(fact.type) ?? []).flatMap(({ computation, take }): ActiveQuantity[] => {
    const taken = take(document);
    return taken ? [{ computation, date: effectiveDate, ...taken }] : [];
  });
  const added = merge([], parts);
  return {
    subject: bearing === 'settles' ? subject : { ...subject, active: merge(subject.active, added) },
    deltas: deltasOf(fact, under, added),
  };
};
