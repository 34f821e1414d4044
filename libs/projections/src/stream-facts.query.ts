import type pg from 'pg';
import type { SequencedFact } from '#facts';

/** Of `facts`, or of what is called so in a question: a fact in its place in the order. */
export const factColumns = (
  facts: string,
): string => `${facts}.seq, ${facts}.recorded_at as "recordedAt", ${facts}.event_id as "eventId",
  ${facts}.type, ${facts}.stream, ${facts}.revision, ${facts}.effective_date as "effectiveDate", ${facts}.institution, ${facts}.data, ${facts}.metadata`;

/** Facts of one stream up to a place in the order, for pages that are reported as they were there. */
export const streamFacts = async (
  database: Pick<pg.Pool, 'query'>,
  stream: string,
  asOf: number,
): Promise<readonly SequencedFact[]> => {
  const { rows } = await database.query<SequencedFact>(
    `select ${factColumns('facts')}
       from facts
      where stream = $1 and seq <= $2
      order by revision`,
    [stream, asOf],
  );
  return rows;
};
