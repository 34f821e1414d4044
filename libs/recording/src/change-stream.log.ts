import type { Append, EventLog } from '#event-log';
import type { NewFact, Position, StoredFact } from '#facts';
import type { FoldRequest } from './folded-stream.log.js';
import type { StreamFolds } from './stream-folds.log.js';

export type StreamChange<Refusal> =
  | { readonly outcome: 'changed'; readonly position: Position }
  /** The position of the fact that the decision named, else of the stream's last fact; null for an empty stream. */
  | { readonly outcome: 'unchanged'; readonly position: Position | null }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

type Verdict<Refusal> =
  | { readonly outcome: 'record'; readonly facts: readonly NewFact[] }
  /** `revision`: of the fact that says the same already. */
  | { readonly outcome: 'unchanged'; readonly revision?: number }
  | { readonly outcome: 'refuse'; readonly refusal: Refusal };

/**
 * Decides on the current state of a stream and appends at its revision. On a conflict it reads and decides again, so that the loser of a
 * race decides on what the winner wrote.
 */
export const changeStream = async <State, Refusal>(
  { log, folds }: { readonly log: EventLog; readonly folds: StreamFolds },
  request: FoldRequest<State>,
  decide: (state: State) => Verdict<Refusal>,
): Promise<StreamChange<Refusal>> => {
  for (;;) {
    const [current] = await folds.load<readonly [State]>([request]);
    const verdict = decide(current.state);
    if (verdict.outcome === 'unchanged') {
      const revision = verdict.revision ?? current.revision;
      return {
        outcome: 'unchanged',
        position: revision === 'none' ? null : await log.positionOf(request.stream, revision),
      };
    }
    if (verdict.outcome === 'refuse') return { outcome: 'refused', refusal: verdict.refusal };
    const append: Append = {
      stream: request.stream,
      expectedRevision: current.revision,
      facts: verdict.facts,
    };
    const result = await log.append(append);
    if (result.outcome === 'conflict') continue;
    folds.advance(request, current, storedAs(append, result.firstRevision));
    return { outcome: 'changed', position: result.position };
  }
};

/** The facts of an append as the log holds them afterwards, with stream and revision. */
export const storedAs = ({ stream, facts }: Append, firstRevision: number): readonly StoredFact[] =>
  facts.map((fact, index) => ({ ...fact, stream, revision: firstRevision + index }));
