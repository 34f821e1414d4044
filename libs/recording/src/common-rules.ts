import { daysBetween, instantMs } from '#calendar';
import { refuse, type Refused } from '#decider';
import type { BorrowerData } from '#facts';
import { type InstitutionCode, isDistrict, isIndustry } from '#identifiers';
import type { RuleCode, RuleSet } from '#rules';

/** What deciding may know besides the states of streams: who reports, the day, the clock, the rules, and the institution's start of reporting. */
export interface DecisionContext {
  /** Code of the institution that reports. */
  readonly institution: InstitutionCode;
  /** Shanghai day of the decision; for a submission, the day it was received. */
  readonly today: string;
  readonly nowMs: number;
  /** Numbers and lists that rules depend on; the fact names their version. */
  readonly rules: RuleSet;
  /** CloudEvents `time` of the report. */
  readonly time: string | null;
  /** Reports effective before this day are never late. */
  readonly reportingFrom: string;
  /**
   * What is decided on takes the place of a fact that stands, in the midst of its stream: what the stream may come to as a whole is not
   * asked here, but once, of what comes out.
   */
  readonly replaces: boolean;
}

// Rules of 2.4 that every capability shares. Each returns the refusal, or undefined when the rule is kept.

/** `REF-R01`: the borrower's district and industry are of the published lists. */
export const unknownDistrictOrIndustry = (borrower: BorrowerData): Refused | undefined => {
  if (!isDistrict(borrower.district)) return refuse('REF-R01', '/data/borrower/district');
  if (!isIndustry(borrower.industry)) return refuse('REF-R01', '/data/borrower/industry');
  return undefined;
};

/** `TIM-R01`: nothing is reported before it happened. */
export const notYetEffective = (effectiveDate: string, { today }: DecisionContext): Refused | undefined =>
  effectiveDate > today
    ? refuse('TIM-R01', '/data/effectiveDate', { today, effectiveDate }, { retryable: true })
    : undefined;

/** `TIM-R02`: the sender's clock is not more than some minutes ahead. */
export const timeAhead = ({ time, nowMs, rules }: DecisionContext): Refused | undefined =>
  time !== null && instantMs(time) > nowMs + rules.timeAheadMs ? refuse('TIM-R02', '/time') : undefined;

/** `TIM-W05`: recorded late, once the institution has begun to report. */
export const late = (
  effectiveDate: string,
  { today, reportingFrom, rules }: DecisionContext,
): readonly RuleCode[] =>
  effectiveDate >= reportingFrom && daysBetween(effectiveDate, today) > rules.on(effectiveDate).lateAfterDays
    ? ['TIM-W05']
    : [];
