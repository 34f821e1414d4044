import type { BailoutKind, Classification, Product } from '#facts';

/** Limits, and lists of kinds, as they hold on a day. Amounts in yuan. */
export interface LimitsOfTable {
  /** Principal of a micro or small borrower at most (`ISS-R01`). */
  readonly smallBorrowerLimit: string;
  /** Principal of an inclusive loan, above which it is marked (`ISS-W03`). */
  readonly inclusiveLimit: string;
  readonly rateBp: { readonly least: number; readonly most: number };
  readonly lateAfterDays: number;
  readonly renewalSignedEarlyDays: number;
  readonly renewalsBeforeMark: number;
  readonly chainMonthsBeforeMark: number;
  readonly enquiryAgeDays: number;
  readonly renewableProducts: readonly Product[];
  readonly renewableClassifications: readonly Classification[];
  readonly countingBailoutKinds: readonly BailoutKind[];
}

interface FromDay {
  readonly from: string;
}

/** All numbers and lists that rules depend on. */
export interface RuleTable {
  readonly version: number;
  /** By the clock that decides, so of no effective date. */
  readonly timeAheadSeconds: number;
  /** In the order of their days. The first says all; each later one what is otherwise from its day on, by effective date. */
  readonly limits: readonly [FromDay & LimitsOfTable, ...(FromDay & Partial<LimitsOfTable>)[]];
}

/**
 * Every version that a fact may name; the last one is decided with. A limit that changes on a day to come is one more line in
 * `limits` of the last: nothing that is recorded lies on that day or after. Any other change is a new table with the next version,
 * and the table before it stays.
 */
export const ruleTables: readonly [RuleTable, ...RuleTable[]] = [
  {
    version: 1,
    timeAheadSeconds: 300,
    limits: [
      {
        from: '0000-01-01',
        smallBorrowerLimit: '1000000000.00',
        inclusiveLimit: '10000000.00',
        rateBp: { least: 50, most: 2400 },
        lateAfterDays: 1,
        renewalSignedEarlyDays: 90,
        renewalsBeforeMark: 3,
        chainMonthsBeforeMark: 36,
        enquiryAgeDays: 30,
        renewableProducts: ['WORKING_CAPITAL', 'PERSONAL_BUSINESS'],
        renewableClassifications: ['NORMAL'],
        countingBailoutKinds: [
          'RELIEF_LOAN',
          'JOB_STABILITY_LOAN',
          'GUARANTEED_RELIEF',
          'BRIDGE',
          'RELENDING_FUNDED',
        ],
      },
      { from: '2024-09-24', renewableClassifications: ['NORMAL', 'SPECIAL_MENTION'] },
    ],
  },
];
