import type { BailoutKind, Classification, Product } from '#facts';

interface RuleTable {
  readonly version: number;
  /** Yuan. */
  readonly smallBorrowerLimit: string;
  /** Yuan. */
  readonly inclusiveLimit: string;
  readonly rateBp: { readonly least: number; readonly most: number };
  readonly timeAheadSeconds: number;
  readonly lateAfterDays: number;
  readonly renewalSignedEarlyDays: number;
  readonly renewalsBeforeMark: number;
  readonly chainMonthsBeforeMark: number;
  readonly enquiryAgeDays: number;
  readonly renewableProducts: readonly Product[];
  readonly countingBailoutKinds: readonly BailoutKind[];
  /** Each row adds classes from its day on; earlier rows go on. */
  readonly renewableClassifications: readonly {
    readonly from: string;
    readonly classifications: readonly Classification[];
  }[];
}

/** Version 1. A changed number is a new table with the next version; this one stays for the facts that name it. */
export const table: RuleTable = {
  version: 1,
  smallBorrowerLimit: '1000000000.00',
  inclusiveLimit: '10000000.00',
  rateBp: { least: 50, most: 2400 },
  timeAheadSeconds: 300,
  lateAfterDays: 1,
  renewalSignedEarlyDays: 90,
  renewalsBeforeMark: 3,
  chainMonthsBeforeMark: 36,
  enquiryAgeDays: 30,
  renewableProducts: ['WORKING_CAPITAL', 'PERSONAL_BUSINESS'],
  countingBailoutKinds: [
    'RELIEF_LOAN',
    'JOB_STABILITY_LOAN',
    'GUARANTEED_RELIEF',
    'BRIDGE',
    'RELENDING_FUNDED',
  ],
  renewableClassifications: [
    { from: '0000-01-01', classifications: ['NORMAL'] },
    { from: '2024-09-24', classifications: ['SPECIAL_MENTION'] },
  ],
};
