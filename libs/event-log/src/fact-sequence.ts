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

  /** Names of the streams that begin so, in order, as far as the sequence has come. They are few: all are told. */
  abstract streamsNamed(prefix: string): Promise<readonly string[]>;
}
