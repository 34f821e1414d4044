import type { BusinessDate } from '#calendar';
import type { AnomalySignal } from '#contract';

/** Thresholds of a signal: whole numbers, money in yuan, shares as decimals with up to four places. */
export interface Thresholds {
  readonly renewals: number;
  readonly months: number;
  readonly days: number;
  readonly banks: number;
  readonly workingDays: number;
  readonly principal: string;
  readonly share: string;
}

export type ThresholdName = keyof Thresholds;

/** The thresholds of the contract. */
export const defaultThresholds: Readonly<Record<AnomalySignal, Partial<Thresholds>>> = {
  'bailout-from-many-banks': { banks: 3, days: 90 },
  evergreening: { renewals: 3, months: 36 },
  'first-time-contested': {},
  'first-time-repaid-early': { days: 30 },
  'first-time-small': { principal: '10000.00' },
  'late-reports': { share: '0.05' },
  'loss-after-renewal': { days: 180 },
  'many-corrections': { share: '0.01' },
  'many-refusals': { share: '0.02' },
  'month-end-spike': { workingDays: 3, share: '0.35' },
  'probable-duplicate': {},
  'report-id-reused': {},
  'round-trip': { share: '0.02' },
  silent: { workingDays: 3 },
};

/** All signals, in the order of the list. */
export const signals = (Object.keys(defaultThresholds) as readonly AnomalySignal[]).toSorted();

/** The smallest and largest threshold that a query may give. They decide which candidates are kept. */
export const bounds = {
  'bailout-from-many-banks': { banks: [2, 20], days: [0, 366] },
  evergreening: { renewals: [2, 999], months: [12, 600] },
  'first-time-contested': {},
  'first-time-repaid-early': { days: [0, 366] },
  'first-time-small': { principal: ['0.00', '100000.00'] },
  'late-reports': { share: ['0', '1'] },
  'loss-after-renewal': { days: [0, 732] },
  'many-corrections': { share: ['0', '1'] },
  'many-refusals': { share: ['0', '1'] },
  'month-end-spike': { workingDays: [1, 10], share: ['0', '1'] },
  'probable-duplicate': {},
  'report-id-reused': {},
  'round-trip': { share: ['0', '0.1'] },
  silent: { workingDays: [1, 250] },
} as const satisfies Readonly<
  Record<AnomalySignal, { readonly [Name in ThresholdName]?: readonly [Thresholds[Name], Thresholds[Name]] }>
>;

/** Candidates beyond these are not kept. */
export const loosest = {
  renewals: bounds.evergreening.renewals[0],
  months: bounds.evergreening.months[0],
  lossDays: bounds['loss-after-renewal'].days[1],
  repaidDays: bounds['first-time-repaid-early'].days[1],
  principal: bounds['first-time-small'].principal[1],
  banks: bounds['bailout-from-many-banks'].banks[0],
  /** The largest difference of a round trip: the amount issued divided by this. */
  roundTripPart: 10n,
} as const;

/** Signals whose candidates are kept by the projection; the others are aggregated when they are queried. */
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

/** A candidate's subject, the values that are compared with thresholds, and the facts behind it. */
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
 * Something that a signal reports with some allowed thresholds: everything that the loosest of them admit is kept. Candidates are a
 * function of the standing facts of one subject, so that after a correction or reversal those of its subject are derived again.
 */
export interface Candidate {
  readonly signal: KeptSignal;
  /** Unique within the signal. */
  readonly key: string;
  /** Candidates of one subject are derived together. */
  readonly subject: string;
  /** The institutions of its facts. */
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

/** Subjects that were derived again, with all of their current candidates. */
export interface Derived {
  readonly subjects: readonly string[];
  readonly candidates: readonly Candidate[];
}
