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
