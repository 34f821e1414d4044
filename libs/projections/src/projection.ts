import type pg from 'pg';
import type { SequencedFact } from '#facts';
import type { ReadTable } from './read-table.table.js';

/** The range of seqs that a batch covers, from after one up to another. Parked facts in it are left out of the batch. */
export interface Passed {
  readonly after: number;
  readonly upTo: number;
}

/**
 * A projection turns facts, in the order of their seq, into rows. It applies batches inside the transaction that moves its checkpoint, so
 * each fact is applied exactly once.
 */
export interface Projection {
  /** One word, hyphens allowed. Names the checkpoint and the advisory lock. */
  readonly name: string;
  /** Raised when the same facts make other rows. Rows of another version are never written to: new ones are built next to them. */
  readonly version: number;
  /** All tables that it writes, apart from checkpoints and parked facts. A rebuild copies and compares them. */
  readonly tables: readonly ReadTable[];
  /** The version before, as long as its rows may be live: it goes on following until the new rows are switched to. */
  readonly previous?: Projection;
  /**
   * Whether a fact that cannot be applied is parked with its subject while others go on. Otherwise the projection stops at it, as the
   * arbiter does, which decides over several subjects.
   */
  readonly parks?: boolean;
  /** Whether it appends facts itself. Then its checkpoint must be as durable as these. */
  readonly appends?: boolean;
  /**
   * By table, how a rebuild compares its rows, where equal rows may be stored differently: SQL that normalises the row of the given name.
   * Null: the table holds work in progress and is not compared.
   */
  readonly comparedAs?: Readonly<Record<string, ((row: string) => string) | null>>;
  /**
   * Throws where a fact cannot be applied; errors of the database are passed on. `facts` may lack some of the range `passed`, even all of
   * it.
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
