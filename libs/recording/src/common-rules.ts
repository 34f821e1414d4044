import { daysBetween, instantMs } from '#calendar';
import { refuse, type Refused } from '#decider';
import type { BorrowerData } from '#facts';
import { type InstitutionCode, isDistrict, isIndustry } from '#identifiers';
import type { RuleCode, RuleSet } from '#rules';

/** What a decision may use besides the states of streams. Clock and rules are arguments, so that a decision can be repeated later. */
export interface DecisionContext {
  /** Code of the institution that reports. */
  readonly institution: InstitutionCode;
  /** Shanghai day of the decision; for a submission, the day it was received. */
  readonly today: string;
  readonly nowMs: number;
  /** Limits and lists that the rules use; each fact names their version. */
  readonly rules: RuleSet;
  /** CloudEvents `time` of the report. */
  readonly time: string | null;
  /** Reports effective before this day are never late. */
  readonly reportingFrom: string;
  /**
   * The decision is about a correction's replacement, or about a later fact of a corrected stream. Limits on the stream as a whole are then
   * not checked here, but once on the resulting state (`StreamLimit`).
   */
  readonly replaces: boolean;
}

// Rules of 2.4 that every capability shares. Each returns the refusal, or undefined when the rule is satisfied.

/** `REF-R01`: the borrower's district and industry are on the published lists. */
export const unknownDistrictOrIndustry = (borrower: BorrowerData): Refused | undefined => {
  if (!isDistrict(borrower.district)) return refuse('REF-R01', '/data/borrower/district');
  if (!isIndustry(borrower.industry)) return refuse('REF-R01', '/data/borrower/industry');
  return undefined;
};

/** `TIM-R01`: the effective date is not in the future. */
export const notYetEffective = (effectiveDate: string, { today }: DecisionContext): Refused | undefined =>
  effectiveDate > today
    ? refuse('TIM-R01', '/data/effectiveDate', { today, effectiveDate }, { retryable: true })
    : undefined;

/** `TIM-R02`: the report's `time` is at most some minutes ahead of this clock. */
export const timeAhead = ({ time, nowMs, rules }: DecisionContext): Refused | undefined =>
  time !== null && instantMs(time) > nowMs + rules.timeAheadMs ? refuse('TIM-R02', '/time') : undefined;

/** `TIM-W05`: recorded late. Days before the institution's start of reporting are never late. */
export const late = (
  effectiveDate: string,
  { today, reportingFrom, rules }: DecisionContext,
): readonly RuleCode[] =>
  effectiveDate >= reportingFrom && daysBetween(effectiveDate, today) > rules.on(effectiveDate).lateAfterDays
    ? ['TIM-W05']
    : [];
