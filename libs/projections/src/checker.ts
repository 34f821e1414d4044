import type pg from 'pg';

/** A row that is not what the facts say it should be. */
export interface Mismatch {
  readonly table: string;
  /** Which row: its primary key, as text. */
  readonly key: string;
  /** Null when there should be no row. */
  readonly expected: unknown;
  /** Null when there is no row. */
  readonly found: unknown;
}

/**
 * Derives the rows of one projection from the facts a second time, another way than the projection itself does, and says which
 * rows differ. It is called within one read-only snapshot and derives up to the checkpoint of the projection as the snapshot
 * shows it. It may stop at some number of mismatches; none means that every row is right.
 */
export interface Checker {
  /** Name of the projection whose rows are checked. */
  readonly projection: string;
  check(client: pg.ClientBase): Promise<readonly Mismatch[]>;
}
