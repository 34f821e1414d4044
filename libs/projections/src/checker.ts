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
 * Seq up to which a check looks at the facts, as SQL: the projection's checkpoint; or less, while the fact is searched at which a
 * check breaks. `name` is SQL as well.
 */
export const checkedSeqSql = (name: string): string =>
  `(select least(seq, nullif(current_setting('xudai.checked_seq', true), '')::bigint) from projection_checkpoints where name = ${name})`;

/** Of a row of `facts`, as SQL: what a projection has parked is in none of its rows. `name` is SQL as well. */
export const isAppliedSql = (name: string): string =>
  `not exists (select from parked_fact parked where parked.projection = ${name} and parked.seq = facts.seq)`;

/**
 * Derives the rows of one projection from the facts a second time, another way than the projection itself does, and says which
 * rows differ. It is called within one read-only snapshot and derives up to `checkedSeqSql`. It may stop at some number of mismatches; none means that every row is right.
 */
export interface Checker {
  /** Name of the projection whose rows are checked. */
  readonly projection: string;
  check(client: pg.ClientBase): Promise<readonly Mismatch[]>;
}
