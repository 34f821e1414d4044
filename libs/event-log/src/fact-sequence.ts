import type { SequencedFact } from '#facts';

/**
 * The registry's own order, 1, 2, 3 … without a gap: what everything downstream reads, whichever engine wrote. A reader that
 * has seen n has seen everything up to n.
 */
export abstract class FactSequence {
  /** The facts from `seq + 1` on, at most `limit`, in order. */
  abstract readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]>;

  /** Seq of the last fact; 0 while there is none. */
  abstract headSeq(): Promise<number>;

  /** One fact by its place in its stream; null when there is none. */
  abstract readOne(stream: string, revision: number): Promise<SequencedFact | null>;

  /**
   * True as soon as there is a fact after `afterSeq`; false when the time is over or the signal came first. That nobody
   * answers for a while is waited out.
   */
  abstract waitForFacts(afterSeq: number, signal: AbortSignal, timeoutMs: number): Promise<boolean>;
}
