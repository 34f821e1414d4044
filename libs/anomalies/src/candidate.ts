import type { BusinessDate } from '#calendar';
import type { AnomalySignal } from '#contract';

/** Signals whose candidates are kept as facts arrive; the others are added up when they are asked for. */
export type KeptSignal = Extract<
  AnomalySignal,
  | 'bailout-from-many-banks'
  | 'evergreening'
  | 'first-time-contested'
  | 'first-time-repaid-early'
  | 'first-time-small'
  | 'loss-after-renewal'
  | 'probable-duplicate'
  | 'report-id-reused'
  | 'round-trip'
>;

/** A disbursement that a borrower received. */
export interface Receipt {
  readonly institution: string;
  readonly day: BusinessDate;
  readonly seq: number;
}

/** What is known of a candidate: what it is about, the values that thresholds are held against, the facts behind it. */
export interface CandidatePage {
  readonly institution: string | null;
  readonly borrowerKey: string | null;
  readonly loanId: string | null;
  readonly on: string;
  /** Money in yuan; days, months and counts as whole numbers. */
  readonly values: Readonly<Record<string, string | number>>;
  readonly receipts?: readonly Receipt[];
  /** Their seqs, in order. */
  readonly facts: readonly number[];
}

/**
 * What a signal may point at with some thresholds: all that the loosest of them would let through. Candidates follow from the standing
 * facts of one subject, so that a correction or reversal is followed by deriving those of its subject anew.
 */
export interface Candidate {
  readonly signal: KeptSignal;
  /** Unique within the signal. */
  readonly key: string;
  /** Candidates of one subject are derived together. */
  readonly subject: string;
  /** All whose facts are among them. */
  readonly institutions: readonly string[];
  readonly page: CandidatePage;
}

export const inOrder = (seqs: readonly number[]): readonly number[] =>
  [...new Set(seqs)].toSorted((one, other) => one - other);

export const groupedBy = <Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
};

/** Subjects that were derived anew, and all candidates that they have by now. */
export interface Derived {
  readonly subjects: readonly string[];
  readonly candidates: readonly Candidate[];
}
