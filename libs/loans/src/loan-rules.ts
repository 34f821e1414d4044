import type { BusinessDate } from '#calendar';
import { refuse, type Refused } from '#decider';
import type { BorrowerData } from '#facts';
import { formatYuan, parseMoney } from '#money';
import type { Limits, RuleCode } from '#rules';
import { closesBelowZero } from './daily-outstanding.js';
import type { KnownLoan, Loan } from './loan.js';

// Rules of 2.4 that several loan reports share.

export const unknownLoan = (): Refused => refuse('REF-R02', '/subject', {}, { retryable: true });

/** `DUP-R02`: a loan id is used once by an institution, also after the loan was cancelled. */
export const loanIdUsed = (loan: Loan): Refused | undefined =>
  loan.status === 'UNKNOWN' ? undefined : refuse('DUP-R02', '/subject');

/** `TIM-R03`: nothing happens to a loan before its start. */
export const beforeStart = (effectiveDate: BusinessDate, loan: KnownLoan): Refused | undefined =>
  effectiveDate < loan.start
    ? refuse('TIM-R03', '/data/effectiveDate', { effectiveDate, start: loan.start })
    : undefined;

/** `TIM-R03`: a renewal or an extension changes the current leg, so it is not before that leg's start. */
export const beforeCurrentLeg = (effectiveDate: BusinessDate, { legStart }: KnownLoan): Refused | undefined =>
  effectiveDate < legStart
    ? refuse('TIM-R03', '/data/effectiveDate', { effectiveDate, legStart })
    : undefined;

/** `LON-R01`. */
export const notActive = (loan: KnownLoan): Refused | undefined =>
  loan.status === 'ACTIVE' ? undefined : refuse('LON-R01', '/subject', { status: loan.status });

/** `ISS-R01`: above zero, and within the limit for micro and small borrowers. */
export const principalOutOfBounds = (
  principal: string,
  borrower: BorrowerData,
  pointer: string,
  { smallBorrowerLimit }: Limits,
): Refused | undefined => {
  const amount = parseMoney(principal);
  if (amount <= 0n) return refuse('ISS-R01', pointer, { principal });
  const limited = borrower.size === 'MICRO' || borrower.size === 'SMALL';
  return limited && amount > smallBorrowerLimit
    ? refuse('ISS-R01', pointer, { principal, limit: formatYuan(smallBorrowerLimit) })
    : undefined;
};

/** `ISS-R06`. */
export const rateOutOfBounds = (
  rateBp: number | undefined,
  { rateBp: { least, most } }: Limits,
): Refused | undefined =>
  rateBp !== undefined && (rateBp < least || rateBp > most)
    ? refuse('ISS-R06', '/data/rateBp', { rateBp, least, most })
    : undefined;

/** `LON-W02`: the reduction is dated before the increase that covers it. */
export const belowZero = (
  { effectiveDate, amount }: { readonly effectiveDate: BusinessDate; readonly amount: string },
  { daily }: KnownLoan,
): readonly RuleCode[] => (closesBelowZero(effectiveDate, parseMoney(amount), daily) ? ['LON-W02'] : []);
