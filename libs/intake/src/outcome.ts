import type { RecordedOutcome } from '#contract';
import type { LaterBroken } from '#decider';
import type { RuleCode } from '#rules';

/** One broken rule: where and which. Never a text that the sender wrote. */
export interface Violated {
  readonly rule: RuleCode;
  readonly pointer: string;
  readonly message: string;
  /** With the figures that tell why. */
  readonly detail?: string;
}

export interface RefusedOutcome {
  readonly outcome: 'refused';
  /** As sent; null when it is no text or holds a resident identity number. */
  readonly id: string | null;
  readonly type: string | null;
  /** The first is the rule that the refusal is named after. */
  readonly violated: readonly [Violated, ...Violated[]];
  /** How many more there are that are not listed. */
  readonly unlisted?: number;
  readonly retryable: boolean;
  /** `COR-R02`: later reports that would break a rule. */
  readonly later?: readonly LaterBroken[];
}

/** Whether it was stored is not known: the identical report sent again will be recorded once. */
interface UnknownOutcome {
  readonly outcome: 'unknown';
  readonly id: string;
}

export type ReportOutcome = RecordedOutcome | RefusedOutcome | UnknownOutcome;
