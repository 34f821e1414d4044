import type { BailoutKind, Classification, Product } from '#facts';
import { type Fen, parseMoney } from '#money';
import { table } from './rule-table.js';

/**
 * Rules that depend on a date, limits and lists of kinds, as one table of data. A change of the table is a new version;
 * every fact names the version it was decided with, so that a later replay decides with the same numbers.
 */
export interface DatedRules {
  readonly version: number;
  readonly smallBorrowerLimit: Fen;
  readonly inclusiveLimit: Fen;
  readonly rateBp: { readonly least: number; readonly most: number };
  readonly timeAheadMs: number;
  readonly lateAfterDays: number;
  readonly renewalSignedEarlyDays: number;
  readonly renewalsBeforeMark: number;
  readonly chainMonthsBeforeMark: number;
  readonly enquiryAgeDays: number;
}

export const rules: DatedRules = {
  version: table.version,
  smallBorrowerLimit: parseMoney(table.smallBorrowerLimit),
  inclusiveLimit: parseMoney(table.inclusiveLimit),
  rateBp: table.rateBp,
  timeAheadMs: table.timeAheadSeconds * 1000,
  lateAfterDays: table.lateAfterDays,
  renewalSignedEarlyDays: table.renewalSignedEarlyDays,
  renewalsBeforeMark: table.renewalsBeforeMark,
  chainMonthsBeforeMark: table.chainMonthsBeforeMark,
  enquiryAgeDays: table.enquiryAgeDays,
};

/** Whether a loan of this class may be renewed seamlessly on this effective date (`RNW-R06`). */
export const allowedToRenew = (classification: Classification, effectiveDate: string): boolean =>
  table.renewableClassifications.some(
    ({ from, classifications }) => from <= effectiveDate && classifications.includes(classification),
  );

export const mayRenewProduct = (product: Product): boolean => table.renewableProducts.includes(product);

/** Whether disbursements of this kind count towards bailout capital and use an allocation. */
export const countsTowardsBailout = (kind: BailoutKind): boolean => table.countingBailoutKinds.includes(kind);
