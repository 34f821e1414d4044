import type pg from 'pg';
import type { SequencedFact } from '#facts';
import { column, keepRows, readTable } from './read-table.table.js';

// A follower may append facts that follow from those it passes. What it appended comes back to it later in the order; until
// then whoever waits for the cause must not be answered that it is projected. So each such fact is kept with its cause, and
// with its place in the order once the follower has met it there.

export const derivedFacts = readTable('derived_facts', {
  follower: column.key,
  stream: column.key,
  revision: { ...column.integer, primary: true },
  cause: column.bigint,
  seq: { ...column.bigint, nullable: true },
});

/** A fact that a follower appended because of one that it passed. */
export interface DerivedFact {
  /** Seq of the fact that it follows from. */
  readonly cause: number;
  readonly stream: string;
  readonly revision: number;
}

/** In the transaction that passes the causes. A fact that is kept already stays as it is. */
export const noteDerived = async (
  follower: string,
  derived: readonly DerivedFact[],
  connection: pg.ClientBase,
): Promise<void> => {
  await keepRows(
    connection,
    derivedFacts,
    derived.map((fact) => ({ follower, ...fact, seq: null })),
  );
};

/** In the transaction that passes them. */
export const noteMet = async (
  follower: string,
  facts: readonly Pick<SequencedFact, 'stream' | 'revision' | 'seq'>[],
  connection: pg.ClientBase,
): Promise<void> => {
  if (facts.length === 0) return;
  await connection.query(
    `update derived_facts derived set seq = met.seq
       from json_to_recordset($2::json) as met (stream text, revision integer, seq bigint)
      where derived.follower = $1 and derived.stream = met.stream and derived.revision = met.revision`,
    [follower, JSON.stringify(facts.map(({ stream, revision, seq }) => ({ stream, revision, seq })))],
  );
};
