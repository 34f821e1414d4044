import type { Position, SequencedFact } from '#facts';
import type { PositionedFact } from './event-log.js';

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
