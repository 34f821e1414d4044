import type pg from 'pg';
import type { SequencedFact } from '#facts';

/**
 * What is read is derived from what is recorded: a projection turns facts, in the order of their seq, into rows. It is given
 * whole batches inside a transaction that also moves its checkpoint, so that each fact is applied exactly once.
 */
export interface Projection {
  /** One word, hyphens allowed; the checkpoint and the lock go by it. */
  readonly name: string;
  /** Raised when the same facts would make other rows; rows of another version are never written on. */
  readonly version: number;
  /** Throws what follows from a fact that it cannot apply; the database's own errors pass through it. */
  apply(facts: readonly SequencedFact[], connection: pg.ClientBase): Promise<void>;
}

/** The fact that a projection stopped at. */
export interface ProjectionFailure {
  /** Of the projection. */
  readonly name: string;
  readonly seq: number;
  readonly eventId: string | null;
  readonly message: string;
}
