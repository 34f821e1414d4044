import type { Position, SequencedFact } from '#facts';
import type { PositionedFact } from './event-log.js';

/**
 * The registry's own order of facts, 1, 2, 3 … without gaps. Everything downstream reads it, whichever engine stores the log. A reader that
 * has seen n has seen everything up to n.
 */
export abstract class FactSequence {
  /** The facts from `seq + 1` on, at most `limit`, in order. */
  abstract readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]>;

  /** Seq of the last fact; 0 while there is none. */
  abstract headSeq(): Promise<number>;

  /** Names of the streams with this prefix, in order, as far as they are sequenced. Callers ask for kinds with few streams. */
  abstract streamsNamed(prefix: string): Promise<readonly string[]>;
}

/** Translates between positions of the log and seqs, for readers that wait for a position. */
export abstract class SequencePositions {
  /** A position such that every fact up to it has this seq or a lower one. */
  abstract upTo(seq: number): Promise<Position>;

  /** The seq that covers every fact up to the position; null where those are not sequenced in time. */
  abstract sequenced(position: Position, timeoutMs: number): Promise<number | null>;
}

/** For logs whose positions are the seqs. It does not wait: readers wait for a seq by themselves. */
export class SeqPositions extends SequencePositions {
  async upTo(seq: number): Promise<Position> {
    return String(seq);
  }

  async sequenced(position: Position): Promise<number> {
    return Number(position);
  }
}

// Positions of every engine are growing whole numbers, as digits. In PostgreSQL they are the seqs.

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

/** The seq of a position of the PostgreSQL engine; 0 for the beginning. */
export const seqOfPosition = (position: Position | null): number => {
  if (position === null) return 0;
  if (!/^\d{1,15}$/.test(position)) throw new TypeError('This is no position of this log.');
  return Number(position);
};

/** A sequenced fact in the form of the log, whose position is its seq. */
export const positioned = (sequenced: SequencedFact): PositionedFact => {
  const { eventId, type, stream, revision, effectiveDate, institution, data, metadata, seq } = sequenced;
  return {
    position: String(seq),
    fact: { eventId, type, stream, revision, effectiveDate, institution, data, metadata },
  };
};
