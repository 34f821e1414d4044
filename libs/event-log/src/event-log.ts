import type { NewFact, Position, StoredFact, SequencedFact } from '#facts';

/** The stream has no fact yet, or its last fact has this revision. */
export type ExpectedRevision = number | 'none';

export interface Append {
  readonly stream: string;
  readonly expectedRevision: ExpectedRevision;
  /** One or more; all are appended, or none is. */
  readonly facts: readonly NewFact[];
  readonly guard?: AppendGuard;
}

/**
 * What a report's decision used besides its own stream: this other stream is at this revision, and no fact anywhere has the institution and
 * report id of one of the appended facts. Where that does not hold at the append, nothing is appended, and the answer is a conflict.
 */
export interface AppendGuard {
  readonly stream: string;
  readonly revision: ExpectedRevision;
}

export interface Appended {
  readonly outcome: 'appended';
  /** Revision of the first and of the last fact appended. */
  readonly firstRevision: number;
  readonly lastRevision: number;
  /** Of the last fact appended. */
  readonly position: Position;
}

/** The stream is not at the expected revision, or the guard does not hold. Nothing was written. */
export interface RevisionConflict {
  readonly outcome: 'conflict';
  /** Revision of the stream's last fact, or `none`. */
  readonly actualRevision: ExpectedRevision;
}

/** A fact with its position in the log. */
export interface PositionedFact {
  readonly position: Position;
  readonly fact: StoredFact;
}

/** Everything up to the end of the log was delivered; what follows is new. */
export interface CaughtUp {
  readonly caughtUp: true;
}

export interface ReadStream {
  readonly stream: string;
  /** First revision wanted; forwards from 0, backwards from the end when absent. */
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  readonly limit?: number;
}

/**
 * The port that every decision uses, with one contract for all engines. Facts are appended at the revision that they were decided on, or not
 * at all. After the answer `appended` the facts are there for ever. A repetition of the same append (same event ids, same revision) is
 * answered `appended` again and stored once, whatever its bodies say.
 */
export abstract class EventLog {
  /** Whether `append` checks guards. Otherwise it ignores them, and the caller must check before. */
  get keepsGuards(): boolean {
    return false;
  }

  /**
   * @throws AppendTooLarge when data and metadata of the facts exceed 900,000 bytes as JSON; nothing was written.
   * @throws NotStorable when a fact holds a value that the engine cannot store; nothing was written.
   * @throws StorageFull when there is no room; nothing was written.
   * @throws OutcomeUnknown when the engine did not answer in time: repeat the identical append.
   */
  abstract append(append: Append): Promise<Appended | RevisionConflict>;

  /** Facts of one stream; acknowledged appends are always among them. An unknown stream has none. */
  abstract readStream(read: ReadStream): AsyncIterable<StoredFact>;

  /** Position of one fact; null where there is none. Acknowledged appends are always found. */
  abstract positionOf(stream: string, revision: number): Promise<Position | null>;

  /** Every fact after a position in the order of the log, up to its end at the call. `null` is the beginning. */
  abstract readAll(after: Position | null): AsyncIterable<PositionedFact>;

  /** As `readAll`, and then waits for further facts until the signal. Yields `caughtUp` each time the end is reached. */
  abstract subscribe(after: Position | null, signal: AbortSignal): AsyncIterable<PositionedFact | CaughtUp>;
}

/** Reads many streams at once, in one query where the engine can. */
export interface ManyStreams {
  /** For each read, in that order, the facts from its revision on. */
  readStreams(
    reads: readonly { readonly stream: string; readonly from: number }[],
  ): Promise<readonly (readonly StoredFact[])[]>;
}

/** Revision as a number: −1 for none. */
export const indexOf = (revision: ExpectedRevision): number => (revision === 'none' ? -1 : revision);

export const conflictAt = (head: number): RevisionConflict => ({
  outcome: 'conflict',
  actualRevision: head < 0 ? 'none' : head,
});

/** Whether an append repeats an earlier one: the facts stored after its expected revision have its event ids. */
export const isRepeatedBy = (stored: readonly StoredFact[], { facts }: Append): boolean =>
  facts.every(({ eventId }, index) => stored[index]?.eventId === eventId);

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
