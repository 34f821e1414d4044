import type pg from 'pg';
import type { SequencedFact } from '#facts';

/** Facts of one stream up to a place in the order, for pages that are told as they were there. */
export const streamFacts = async (
  database: Pick<pg.Pool, 'query'>,
  stream: string,
  asOf: number,
): Promise<readonly SequencedFact[]> => {
  const { rows } = await database.query<SequencedFact>(
    `select seq, recorded_at as "recordedAt", event_id as "eventId", type, stream, revision,
            effective_date as "effectiveDate", institution, data, metadata
       from facts
      where stream = $1 and seq <= $2
      order by revision`,
    [stream, asOf],
  );
  return rows;
};
