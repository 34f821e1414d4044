import type { InstitutionCode } from '#identifiers';
import type { RuleSet } from '#rules';

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
