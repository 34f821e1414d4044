import type { Position, SequencedFact } from '#facts';
import type { PositionedFact } from './event-log.js';

/**
 * The registry's own order, 1, 2, 3 … without a gap: what everything downstream reads, whichever engine wrote. A reader that
 * has seen n has seen everything up to n.
 */
export abstract class FactSequence {
  /** The facts from `seq + 1` on, at most `limit`, in order. */
  abstract readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]>;

  /** Seq of the last fact; 0 while there is none. */
  abstract headSeq(): Promise<number>;

  /** Names of the streams that begin so, in order, as far as the sequence has come. They are few: all are answered. */
  abstract streamsNamed(prefix: string): Promise<readonly string[]>;
}

/** How the log's positions and the sequence belong together: who was given a position waits until its fact is shown. */
export abstract class SequencePositions {
  /** A position such that everything up to it stands at or before a seq. */
  abstract upTo(seq: number): Promise<Position>;

  /** The seq up to which everything at or before the position stands; null when the sequence has not got there in time. */
  abstract sequenced(position: Position, timeoutMs: number): Promise<number | null>;
}

/** Where positions are seqs. A seq that does not exist yet is waited for by who reads. */
export class SeqPositions extends SequencePositions {
  async upTo(seq: number): Promise<Position> {
    return String(seq);
  }

  async sequenced(position: Position): Promise<number> {
    return Number(position);
  }
}

// Positions of every engine are whole numbers in digits, and grow. Where the log's own order is the registry's, they are seqs.

/** Whether one lies after the other. */
export const isLater = (one: Position, other: Position): boolean => BigInt(one) > BigInt(other);

export const laterPosition = (one: Position, other: Position): Position =>
  isLater(other, one) ? other : one;

/** @throws TypeError */
export const checkedPosition = (position: Position | null): Position | null => {
  if (position !== null && !/^\d{1,18}$/.test(position))
    throw new TypeError('This is no position of this log.');
  return position;
};

/** Seq that a position stands for, 0 for the beginning. */
export const seqOfPosition = (position: Position | null): number => {
  if (position === null) return 0;
  if (!/^\d{1,15}$/.test(position)) throw new TypeError('This is no position of this log.');
  return Number(position);
};

/** A fact of the sequence as the log gives it, without what only the sequence says. */
export const positioned = (sequenced: SequencedFact): PositionedFact => {
  const { eventId, type, stream, revision, effectiveDate, institution, data, metadata, seq } = sequenced;
  return {
    position: String(seq),
    fact: { eventId, type, stream, revision, effectiveDate, institution, data, metadata },
  };
};
