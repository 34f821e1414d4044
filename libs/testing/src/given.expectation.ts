import { expect } from '@jest/globals';
import type { StoredFact } from '#facts';

// The language of specs of deciding: `given(loan, issued()).when(renewLoan(…)).thenRefused('RNW-R02', '/data/renewedAmount')`.

interface Folding<State> {
  readonly initial: State;
  readonly evolve: (state: State, fact: StoredFact) => State;
}

/** Every shape of verdict that deciders answer with. */
interface Verdict {
  readonly outcome: string;
  readonly fact?: unknown;
  readonly flags?: readonly string[];
  readonly rule?: string;
  readonly pointer?: string;
  readonly retryable?: boolean;
  readonly because?: Readonly<Record<string, unknown>>;
  readonly refusal?: unknown;
}

/** More that a refusal says. `retryable` is always looked at; the figures, all of them, where they are named. */
interface Saying {
  readonly retryable?: boolean;
  readonly because?: Verdict['because'];
}

interface Then {
  /** Without a mark; members of the fact that are not named are not looked at. */
  thenRecorded(fact?: object): void;
  /** Recorded with exactly these marks, in this order. */
  thenFlagged(...flags: readonly string[]): void;
  thenRefused(rule: string, pointer?: string, saying?: Saying): void;
  thenUnchanged(): void;
}

const recorded = (verdict: Verdict, flags: readonly string[], fact: object): void => {
  // Compared whole, so that a failure shows the rule that came instead.
  expect({ flags: [], ...verdict }).toMatchObject({ outcome: 'record', flags });
  // Some verdicts hold the fact, others are it.
  expect(verdict.fact ?? verdict).toMatchObject(fact);
};

const outcomeOf = (verdict: Verdict): Then => ({
  thenRecorded: (fact = {}) => recorded(verdict, [], fact),
  thenFlagged: (...flags) => recorded(verdict, flags, {}),
  thenRefused: (rule, pointer, { retryable = false, because } = {}) => {
    expect(verdict.outcome).toBe('refuse');
    const refusal = verdict.refusal ?? verdict;
    if (typeof refusal === 'string') expect(refusal).toBe(rule);
    else expect(refusal).toMatchObject({ rule, retryable, ...(pointer === undefined ? {} : { pointer }) });
    if (because !== undefined) expect((refusal as Verdict).because).toEqual(because);
  },
  thenUnchanged: () => expect(verdict).toMatchObject({ outcome: 'unchanged' }),
});

/** Given what its stream holds, when something is decided on it, then … */
export const given = <State>(
  { initial, evolve }: Folding<State>,
  ...facts: readonly StoredFact[]
): { readonly state: State; when(decide: (state: State) => object): Then } => {
  const state = facts.reduce((before, fact, revision) => evolve(before, { ...fact, revision }), initial);
  return { state, when: (decide) => outcomeOf(decide(state) as Verdict) };
};
