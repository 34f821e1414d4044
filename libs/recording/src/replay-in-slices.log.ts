import { setImmediate as othersTurn } from 'node:timers/promises';
import { type Evolution, replay } from '#decider';

/** Facts that are folded before others have their turn: a few milliseconds of any fold. */
const sliceFacts = 500;

/** Each slice of a long list in a turn of its own; a short one at once. */
export const inSlices = async <Fact>(
  facts: readonly Fact[],
  take: (slice: readonly Fact[]) => void,
): Promise<void> => {
  for (let from = 0; from < facts.length; from += sliceFacts) {
    if (from > 0) await othersTurn();
    take(facts.slice(from, from + sliceFacts));
  }
};

export const replayInSlices = async <State, Fact>(
  { initial, evolve }: Evolution<State, Fact>,
  facts: readonly Fact[],
): Promise<State> => {
  let state = initial;
  await inSlices(facts, (slice) => {
    state = replay({ initial: state, evolve }, slice);
  });
  return state;
};
