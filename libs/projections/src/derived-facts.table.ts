import type pg from 'pg';
import type { SequencedFact } from '#facts';
import { column, keepRows, readTable } from './read-table.table.js';

// A follower may append facts because of the facts it applies, as the arbiter does. Such a derived fact comes back to it later in the
// order. Until then its cause does not count as projected. So each derived fact is stored with the seq of its cause, and with its own seq
// once the follower has applied it.

export const derivedFacts = readTable('derived_facts', {
  follower: column.key,
  stream: column.key,
  revision: { ...column.integer, primary: true },
  cause: column.bigint,
  seq: { ...column.bigint, nullable: true },
});

/** A fact that a follower appended because of another fact. */
export interface DerivedFact {
  /** Seq of the fact that caused it. */
  readonly cause: number;
  readonly stream: string;
  readonly revision: number;
}

/** Stores derived facts, in the transaction that passes their causes. Facts stored before stay unchanged. */
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

/** Stores the seqs of derived facts that are applied, in the same transaction. */
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
