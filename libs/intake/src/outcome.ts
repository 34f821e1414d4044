import type { RecordedOutcome } from '#contract';
import type { LaterBroken, Refused } from '#decider';
import { ruleCatalogue, type RuleCode } from '#rules';

/** One broken rule and where it is broken. Never repeats a text that the sender wrote. */
export interface Violated {
  readonly rule: RuleCode;
  readonly pointer: string;
  readonly message: string;
  /** The message with the figures behind the decision. */
  readonly detail?: string;
}

export interface RefusedOutcome {
  readonly outcome: 'refused';
  /** As sent; null when it is no text or holds a resident identity number. */
  readonly id: string | null;
  readonly type: string | null;
  /** The first one is the refusal's `rule`. */
  readonly violated: readonly [Violated, ...Violated[]];
  /** Number of violations that are not listed. */
  readonly unlisted?: number;
  readonly retryable: boolean;
  /** `COR-R02`: later reports that would break a rule. */
  readonly later?: readonly LaterBroken[];
}

/** It is not known whether the fact was stored. The identical report may be sent again, and is recorded once. */
interface UnknownOutcome {
  readonly outcome: 'unknown';
  readonly id: string;
}

export type ReportOutcome = RecordedOutcome | RefusedOutcome | UnknownOutcome;

/** Most violations that are listed for one report. */
const mostListed = 100;

/** The refusal with its list of violations cut to the first ones. */
export const listed = (refused: RefusedOutcome): RefusedOutcome => {
  const [first, ...rest] = refused.violated;
  return refused.violated.length <= mostListed
    ? refused
    : {
        ...refused,
        violated: [first, ...rest.slice(0, mostListed - 1)],
        unlisted: refused.violated.length - mostListed,
      };
};

/** The rule's title and the figures behind the decision, e.g. `… (renewedAmount 5.00, outstanding 4.00)`. */
const detailOf = ({ rule, because }: Pick<Refused, 'rule' | 'because'>): string => {
  const figures = Object.entries(because).map(([name, value]) => `${name} ${value}`);
  return figures.length === 0 ? ruleCatalogue[rule].en : `${ruleCatalogue[rule].en} (${figures.join(', ')})`;
};

/** A broken rule as it is answered. Its message repeats no value; figures are in `detail` alone. */
export const violation = (
  refused: Pick<Refused, 'rule' | 'pointer'> & Partial<Pick<Refused, 'because'>>,
): Violated & { readonly detail: string } => ({
  rule: refused.rule,
  pointer: refused.pointer,
  message: ruleCatalogue[refused.rule].en,
  detail: detailOf({ because: {}, ...refused }),
});
