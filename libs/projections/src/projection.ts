import type pg from 'pg';
import type { SequencedFact } from '#facts';
import type { ReadTable } from './read-table.table.js';

/** All facts from after one seq up to another: what a batch passes, also where some of it is left out. */
export interface Passed {
  readonly after: number;
  readonly upTo: number;
}

/**
 * What is read is derived from what is recorded: a projection turns facts, in the order of their seq, into rows. It is given
 * whole batches inside a transaction that also moves its checkpoint, so that each fact is applied exactly once.
 */
export interface Projection {
  /** One word, hyphens allowed; the checkpoint and the lock go by it. */
  readonly name: string;
  /** Raised when the same facts would make other rows; rows of another version are never written on, but rebuilt beside them. */
  readonly version: number;
  /** All that it writes to, but checkpoints and what is parked: these are rebuilt and compared. */
  readonly tables: readonly ReadTable[];
  /** The version before, for as long as its rows may be the live ones: it follows until this version is built and switched to. */
  readonly previous?: Projection;
  /**
   * A fact that cannot be applied is parked, with its subject, and the others go on. Not where facts of several subjects come to a
   * decision: there it stops.
   */
  readonly parks?: boolean;
  /** It appends facts because of those that it passes: what it has passed of them is as durable as they are. */
  readonly appends?: boolean;
  /**
   * Of tables whose rows may be written in several ways that mean the same: a row in one of them, as SQL over its name. Null: what stands
   * there is work under way, and is not compared.
   */
  readonly comparedAs?: Readonly<Record<string, ((row: string) => string) | null>>;
  /**
   * Throws what follows from a fact that it cannot apply; the database's own errors pass through it. Of what is passed some may be left
   * out, all of it even.
   */
  apply(facts: readonly SequencedFact[], connection: pg.ClientBase, passed?: Passed): Promise<void>;
}

/** The fact that a projection stopped at. */
export interface ProjectionFailure {
  /** Of the projection. */
  readonly name: string;
  readonly seq: number;
  readonly eventId: string | null;
  readonly message: string;
}
