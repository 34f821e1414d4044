import { canonicalJson } from '#canonical-json';
import type { FigureName, RuleCode } from '#rules';

/** A fact follows from the report; `flags` are the warnings (W) that it is recorded with. */
interface Recorded<Fact> {
  readonly outcome: 'record';
  readonly fact: Fact;
  readonly flags: readonly RuleCode[];
}

/** No fact follows: the first broken rule, the member that broke it, and the values that explain it. */
export interface Refused {
  readonly outcome: 'refuse';
  readonly rule: RuleCode;
  /** JSON pointer into the report, e.g. `/data/renewedAmount`. */
  readonly pointer: string;
  /** Figures shown with the rule's title; never a text that the sender wrote. */
  readonly because: Readonly<Partial<Record<FigureName, string | number>>>;
  /** The same report may be accepted later. */
  readonly retryable: boolean;
  /** Later facts that would no longer be allowed (`COR-R02`), in the order of recording. */
  readonly later?: readonly LaterBroken[];
}

/** A later fact of the stream, by the report that it came from, and the rule that it would break. */
export interface LaterBroken {
  readonly reportId: string;
  readonly revision: number;
  readonly rule: RuleCode;
}

/** The result of a decider, which is a pure function of state and context. */
export type Decision<Fact> = Recorded<Fact> | Refused;

export const record = <Fact>(fact: Fact, flags: readonly RuleCode[] = []): Recorded<Fact> => ({
  outcome: 'record',
  fact,
  flags,
});

export const refuse = (
  rule: RuleCode,
  pointer: string,
  because: Refused['because'] = {},
  { retryable = false }: { readonly retryable?: boolean } = {},
): Refused => ({ outcome: 'refuse', rule, pointer, because, retryable });

/** How a state is rebuilt from its facts: `evolve` accepts every stored fact and never refuses one. */
export interface Evolution<State, Fact> {
  readonly initial: State;
  readonly evolve: (state: State, fact: Fact) => State;
}

export const replay = <State, Fact>(
  { initial, evolve }: Evolution<State, Fact>,
  facts: Iterable<Fact>,
): State => {
  let state = initial;
  for (const fact of facts) state = evolve(state, fact);
  return state;
};

/** Whether a definition equals the current one as a whole, so that nothing is recorded. */
export const isUnchanged = (data: object, current: object): boolean =>
  canonicalJson(data) === canonicalJson(current);
