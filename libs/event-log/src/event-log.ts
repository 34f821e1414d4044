import type { NewFact, Position, StoredFact } from '#facts';

/** The stream has no fact yet, or its last fact has this revision. */
export type ExpectedRevision = number | 'none';

export interface Append {
  readonly stream: string;
  readonly expectedRevision: ExpectedRevision;
  /** One or more; they stand or fall together. */
  readonly facts: readonly NewFact[];
  readonly guard?: AppendGuard;
}

/**
 * What a report was decided on beside its own stream. Where it does not hold when the facts are appended nothing is, and the answer is a
 * conflict: this other stream stands at this revision, and no fact anywhere has institution and report id of one of these.
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

/** The stream stands elsewhere: somebody else appended, or has not yet; or the guard does not hold. Nothing was written. */
export interface RevisionConflict {
  readonly outcome: 'conflict';
  /** Where the stream stood, or `none`. */
  readonly actualRevision: ExpectedRevision;
}

/** A fact with its place in the log. */
export interface PositionedFact {
  readonly position: Position;
  readonly fact: StoredFact;
}

/** Everything up to here was delivered when it was said; what follows is new. */
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
 * The port every decision uses, and the promise that each engine keeps: facts of a stream are appended at the revision
 * they were decided on or not at all; whoever was answered `appended` finds the fact for ever; an identical append repeated
 * (same event ids, same revision) is answered `appended` again and stored once, whatever the second body says.
 */
export abstract class EventLog {
  /** Whether guards are looked at within the append. Else they are passed over, and who decides looks beforehand. */
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

  /** Facts of one stream, read where an acknowledged append is certainly seen. An unknown stream has none. */
  abstract readStream(read: ReadStream): AsyncIterable<StoredFact>;

  /** Of one fact; null when there is none. Read where an acknowledged append is certainly seen. */
  abstract positionOf(stream: string, revision: number): Promise<Position | null>;

  /** Every fact after a position in the order of the log, up to the end as it is now. `null` is the beginning. */
  abstract readAll(after: Position | null): AsyncIterable<PositionedFact>;

  /** As `readAll`, then on: waits for what comes, until the signal. Yields `caughtUp` each time the end was reached. */
  abstract subscribe(after: Position | null, signal: AbortSignal): AsyncIterable<PositionedFact | CaughtUp>;
}

/** Facts read forward for many streams at once; an engine that can do it in one question does. */
export interface ManyStreams {
  /** In the order asked; each with the facts from its revision on. */
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

/** Whether an append is one that was made before: the facts that stand after its expected revision have the ids of its own. */
export const isRepeatedBy = (stored: readonly StoredFact[], { facts }: Append): boolean =>
  facts.every(({ eventId }, index) => stored[index]?.eventId === eventId);
