import type { RecordedOutcome } from '#contract';
import type { LaterBroken, Refused } from '#decider';
import { ruleCatalogue, type RuleCode } from '#rules';

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

/** Violations that are listed of one report. */
const mostListed = 100;

/** The refusal with as many violations as are listed, and how many more there are. */
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

/** A broken rule as it is answered: its message repeats no value, the figures stand in the detail alone. */
export const violation = (
  refused: Pick<Refused, 'rule' | 'pointer'> & Partial<Pick<Refused, 'because'>>,
): Violated & { readonly detail: string } => ({
  rule: refused.rule,
  pointer: refused.pointer,
  message: ruleCatalogue[refused.rule].en,
  detail: detailOf({ because: {}, ...refused }),
});
