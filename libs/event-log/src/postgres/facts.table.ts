import type pg from 'pg';
import { columnTypes } from '#database';
import type { FactMetadata, SequencedFact, StoredFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { LogUnavailable } from '../event-log-errors.js';
import { faultOf } from './database-fault.js';

/** Rows are read as arrays, with these columns in the order of the types below. */
const storedColumns = 'stream, revision, event_id, type, effective_date, institution, data, metadata';
const sequencedColumns = `${storedColumns}, seq, recorded_at`;

type StoredRow = readonly [
  stream: string,
  revision: number,
  eventId: string,
  type: string,
  effectiveDate: StoredFact['effectiveDate'],
  institution: InstitutionCode | null,
  data: object,
  metadata: FactMetadata,
];
type SequencedRow = readonly [...StoredRow, seq: number, recordedAt: string];

const storedFact = (row: readonly unknown[]): StoredFact => {
  const [stream, revision, eventId, type, effectiveDate, institution, data, metadata] = row as StoredRow;
  return { eventId, type, stream, revision, effectiveDate, institution, data, metadata };
};

const sequencedFact = (row: readonly unknown[]): SequencedFact => {
  const [stream, revision, eventId, type, effectiveDate, institution, data, metadata, seq, recordedAt] =
    row as SequencedRow;
  return { eventId, type, stream, revision, effectiveDate, institution, data, metadata, seq, recordedAt };
};

/** Rows of one page of a read. */
export const pageRows = 2_000;

/** @throws LogUnavailable when the database does not answer now */
export const rowsOf = async (
  database: Pick<pg.Pool, 'query'>,
  text: string,
  values: readonly unknown[],
): Promise<readonly (readonly unknown[])[]> => {
  try {
    const { rows } = await database.query<unknown[]>({
      text,
      values: [...values],
      rowMode: 'array',
      types: columnTypes,
    });
    return rows;
  } catch (error) {
    throw faultOf(error) === 'passing' ? new LogUnavailable({ cause: error }) : error;
  }
};

/** Facts of one stream from a revision on, inclusive. */
export const readForwards = async (
  pool: pg.Pool,
  stream: string,
  from: number,
  limit: number,
): Promise<readonly StoredFact[]> => {
  const rows = await rowsOf(
    pool,
    `select ${storedColumns} from facts where stream = $1 and revision >= $2 order by revision limit $3`,
    [stream, from, limit],
  );
  return rows.map(storedFact);
};

/** Facts of one stream from a revision backwards, inclusive. */
export const readBackwards = async (
  pool: pg.Pool,
  stream: string,
  from: number,
  limit: number,
): Promise<readonly StoredFact[]> => {
  const rows = await rowsOf(
    pool,
    `select ${storedColumns} from facts where stream = $1 and revision <= $2 order by revision desc limit $3`,
    [stream, from, limit],
  );
  return rows.map(storedFact);
};

/**
 * The first page of each of many streams. The inner limit also makes the planner use one index look-up per stream, however long it believes
 * the streams to be. It plans the prepared statement once and not for each execution, since the sub-selects hide how many streams there are.
 */
export const readFirstPages = async (
  pool: pg.Pool,
  reads: readonly { readonly stream: string; readonly from: number }[],
): Promise<readonly (readonly StoredFact[])[]> => {
  const rows = await rowsOf(
    pool,
    `select ${storedColumns}, place
       from unnest((select $1::text[]), (select $2::integer[])) with ordinality as asked (wanted, first, place)
      cross join lateral (select ${storedColumns} from facts
                           where stream = wanted and revision >= first order by revision limit $3) found
      order by place, revision`,
    [reads.map(({ stream }) => stream), reads.map(({ from }) => from), pageRows],
  );
  const facts: StoredFact[][] = reads.map(() => []);
  for (const row of rows) facts[(row.at(-1) as number) - 1]?.push(storedFact(row));
  return facts;
};

/** Facts in the order of the log, after a seq. */
export const readAfter = async (
  pool: pg.Pool,
  seq: number,
  limit: number,
): Promise<readonly SequencedFact[]> => {
  const rows = await rowsOf(
    pool,
    `select ${sequencedColumns} from facts where seq > $1 order by seq limit $2`,
    [seq, limit],
  );
  return rows.map(sequencedFact);
};

/** Seq of the fact at a revision; null where there is none. */
export const seqAt = async (pool: pg.Pool, stream: string, revision: number): Promise<number | null> => {
  const [row] = await rowsOf(pool, 'select seq from facts where stream = $1 and revision = $2', [
    stream,
    revision,
  ]);
  return row ? (row[0] as number) : null;
};

export const headSeq = async (pool: pg.Pool): Promise<number> => {
  const [row] = await rowsOf(pool, 'select coalesce(max(seq), 0) from facts', []);
  return row?.[0] as number;
};

/** Names of streams with this prefix; each is found by its first fact. */
export const streamsNamed = async (pool: pg.Pool, prefix: string): Promise<readonly string[]> => {
  const rows = await rowsOf(
    pool,
    'select stream from facts where stream >= $1 and stream < $1 || chr(127) and revision = 0 order by stream',
    [prefix],
  );
  return rows.map(([stream]) => stream as string);
};
