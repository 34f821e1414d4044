import type { MadeBorrower } from './parties.js';

/** How much of everything there is in a year of a scale. Thresholds of the programme are scaled alike. */
export interface Sizes {
  readonly seed: number;
  readonly scale: number;
  /** Borrowers whose one loan of the year is their first anywhere; they have the last numbers. */
  readonly firstTimers: number;
  readonly otherBorrowers: number;
  readonly openings: number;
  readonly issues: number;
  readonly disbursements: number;
  /** Of each kind of fault one, so many times; and pairs of banks that claim the same borrower. */
  readonly faults: number;
  readonly contested: number;
  /** Shares of all reports. */
  readonly late: number;
  readonly corrected: number;
  readonly reversed: number;
  /** Null for the year itself. */
  readonly later: Later | null;
}

/** What a later year has of its own, so that none of its loans and borrowers is one of the year before it. */
export interface Later {
  /** Of the ids of loans and disbursements. */
  readonly prefix: string;
  /** Number from which on borrowers are counted. */
  readonly firstBorrower: number;
}

/** Nothing of which is in a clean year. */
type Untidiness = Partial<Pick<Sizes, 'late' | 'corrected' | 'reversed'>>;

export const sizesOf = (
  seed: number,
  scale: number,
  { late = 0, corrected = 0, reversed = 0 }: Untidiness = {},
): Sizes => {
  const scaled = (count: number): number => Math.max(1, Math.round(count * scale));
  return {
    seed,
    scale,
    firstTimers: scaled(21_900),
    otherBorrowers: scaled(628_100),
    openings: scaled(700_000),
    issues: scaled(419_000),
    disbursements: scaled(148_000),
    faults: 0,
    contested: 0,
    late,
    corrected,
    reversed,
    later: null,
  };
};

/** A year in which one of each kind of mistake is made at least. */
export const faultySizesOf = (seed: number, scale: number): Sizes => ({
  ...sizesOf(seed, scale, { late: 0.03 }),
  faults: Math.max(1, Math.round(60 * scale)),
  contested: Math.max(1, Math.round(100 * scale)),
});

/** What one thing went through in the year: its reports in the order in which they are sent, each lawful after those before it. */
export interface Story {
  /** Number of the institution. */
  readonly institution: number;
  /** The loan, disbursement or indicator. */
  readonly subject: string;
  /** Null for an indicator. */
  readonly borrower: MadeBorrower | null;
  readonly steps: readonly Step[];
  /** What becomes of its claim, where several banks claim the borrower; else it is recognised. */
  readonly claim?: 'RECOGNISED' | 'SUPERSEDED';
}

/** What becomes of a report that is not recorded. */
export interface Expected {
  readonly outcome: 'refused' | 'repeated';
  readonly rule: string | null;
  readonly status: number;
}

/** What an envelope says otherwise. Steps are named by their places in the story. */
interface Sent {
  readonly source?: string;
  readonly subject?: string;
  readonly time?: string;
  /** Under the id of that step. */
  readonly idOf?: number;
  /** About the report of that step. */
  readonly subjectOf?: number;
}

export interface Step {
  /** Without `xudai.` and `.v1`. */
  readonly type: string;
  /** Place of the day on which it is reported. */
  readonly place: number;
  /** The day on which it took effect, as a number of a day. */
  readonly effective: number;
  /** As the report says it, without `effectiveDate`. */
  readonly data: Readonly<Record<string, unknown>>;
  /** In fen what it moves; what was renewed without what came on top. */
  readonly amount: number;
  /** Codes with which it is recorded when it is decided on the day on which it is reported. */
  readonly flags: readonly string[];
  /** A correction with it, or a reversal, of the step at this place of the story; the report's `replacement` is in `data`. */
  readonly changes?: number;
  readonly sent?: Sent;
  /** Absent for a report that is recorded. */
  readonly expected?: Expected;
}

/** The id of a loan or disbursement, by its kind and number. */
export const subjectOf = (later: Later | null, kind: 'A' | 'B' | 'D', no: number): string =>
  `${later?.prefix ?? ''}${kind}-${no}`;

/** From whole fen. */
export const yuan = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

/** Thousands of yuan, below a million; ten thousands above. In fen. */
export const roundedPrincipal = (amountInYuan: number): number => {
  const unit = amountInYuan < 1_000_000 ? 1_000 : 10_000;
  return Math.max(10, Math.min(Math.round(amountInYuan / unit), 990_000_000 / unit)) * unit * 100;
};

/** So many hundredths of an amount of fen. */
export const percent = (fen: number, hundredths: number): number => Math.floor((fen * hundredths) / 100);
