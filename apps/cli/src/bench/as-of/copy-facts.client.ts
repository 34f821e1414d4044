import type pg from 'pg';
import { type Cell, copyRows } from '#database';
import type { SequencedFact } from '#facts';

const columns = [
  'seq',
  'stream',
  'revision',
  'event_id',
  'type',
  'effective_date',
  'institution',
  'report_id',
  'recorded_at',
  'data',
  'metadata',
];

const cellsOf = (fact: SequencedFact): readonly Cell[] => [
  fact.seq,
  fact.stream,
  fact.revision,
  fact.eventId,
  fact.type,
  fact.effectiveDate,
  fact.institution,
  fact.metadata.reportId,
  fact.recordedAt,
  JSON.stringify(fact.data),
  JSON.stringify(fact.metadata),
];

function* rowsOf(facts: Iterable<SequencedFact>): Generator<readonly Cell[]> {
  for (const fact of facts) yield cellsOf(fact);
}

/** In one transaction that holds the lock of who appends; into the facts, or into a table like them. */
export const copyFacts = async (
  client: pg.Client,
  facts: Iterable<SequencedFact>,
  table = 'facts',
): Promise<void> => {
  await client.query('begin');
  await client.query(`select pg_advisory_xact_lock(hashtextextended('xudai facts', 0))`);
  await copyRows(client, table, columns, rowsOf(facts));
  await client.query('commit');
};
