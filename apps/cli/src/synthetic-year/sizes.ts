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
  /** Shares of all reports. */
  readonly late: number;
  readonly corrected: number;
  readonly reversed: number;
}

/** Shares that a clean year has none of. */
export type Untidiness = Partial<Pick<Sizes, 'late' | 'corrected' | 'reversed'>>;

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
    late,
    corrected,
    reversed,
  };
};
