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
