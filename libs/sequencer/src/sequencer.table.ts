import type pg from 'pg';
import type { PositionedFact } from '#event-log';
import type { Position } from '#facts';

/** The last fact of the store that is sequenced. */
export interface Checkpoint {
  readonly seq: number;
  /** Its position in the store; null before the first. */
  readonly position: Position | null;
}

/** The tables do not allow the sequence to continue; a retry does not help. */
export class CannotSequence extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotSequence';
  }
}

/** The sequence is not where this sequencer left it: another one has continued it, or its last facts are gone. Nothing was written. */
class CheckpointMoved extends Error {
  constructor(seq: number) {
    super(`The sequence is no longer at ${seq}, or does not end there.`);
    this.name = 'CheckpointMoved';
  }
}

/**
 * Reads the checkpoint; seq 0 where there is none yet.
 *
 * @throws CannotSequence
 */
export const readCheckpoint = async (prefix: string, connection: pg.ClientBase): Promise<Checkpoint> => {
  await connection.query(
    'insert into sequencer (stream_prefix) select $1 where not exists (select from facts) on conflict do nothing',
    [prefix],
  );
  const { rows } = await connection.query<Checkpoint & { readonly prefix: string }>(
    'select seq, position::text, stream_prefix as prefix from sequencer',
  );
  const [row] = rows;
  if (!row) throw new CannotSequence('The database holds facts that were not recorded in an event store.');
  if (row.prefix !== prefix) throw new CannotSequence('The sequence is of streams of another prefix.');
  return { seq: row.seq, position: row.position };
};

/**
 * Checks that the table of facts ends at the checkpoint, and that no projection is ahead of it. Otherwise facts were lost or a checkpoint
 * was moved, and the next seqs would be assigned a second time.
 *
 * @throws CannotSequence
 */
export const checkEnd = async ({ seq }: Checkpoint, connection: pg.ClientBase): Promise<void> => {
  const { rows } = await connection.query<{ head: number; seen: number }>(
    `select (select coalesce(max(seq), 0) from facts) as head,
            greatest($1::bigint, (select max(seq) from projection_checkpoints)) as seen`,
    [seq],
  );
  const [row] = rows;
  if (row && row.head < row.seen)
    throw new CannotSequence(
      `Facts are missing: the order ends at fact ${row.head}, and fact ${row.seen} was seen of it.`,
    );
};

/**
 * Sequences the next facts: writes checkpoint, facts and position in one statement. The checkpoint is moved by compare-and-set, so that of
 * two sequencers one writes and the other nothing; and only where the table of facts ends there, so that no seq is assigned twice.
 *
 * @throws CheckpointMoved
 */
export const putInOrder = async (
  { seq }: Checkpoint,
  batch: readonly PositionedFact[],
  connection: pg.ClientBase,
): Promise<Checkpoint> => {
  const position = batch.at(-1)?.position ?? null;
  const facts = batch.map(({ fact }) => fact);
  const { rowCount } = await connection.query(append, [
    seq,
    position,
    facts.map(({ stream }) => stream),
    facts.map(({ revision }) => revision),
    facts.map(({ eventId }) => eventId),
    facts.map(({ type }) => type),
    facts.map(({ effectiveDate }) => effectiveDate),
    facts.map(({ institution }) => institution),
    facts.map(({ metadata }) => metadata.reportId),
    facts.map(({ metadata }) => metadata.stampedAt),
    facts.map(({ data }) => JSON.stringify(data)).join('\n'),
    facts.map(({ metadata }) => JSON.stringify(metadata)).join('\n'),
  ]);
  if (rowCount !== 1) throw new CheckpointMoved(seq);
  const moved = { seq: seq + facts.length, position };
  // After the commit, since transactions that notify are committed one at a time in the whole database.
  await connection.query(`select pg_notify('xudai_facts', $1)`, [String(moved.seq)]);
  return moved;
};

/** `recordedAt` is made monotonic as in `append_facts`, so that both engines derive the same from the same stamps. */
const append = `
  with moved as (
    update sequencer
       set seq = $1::bigint + cardinality($3::text[]), position = $2, failure = null, heard_at = clock_timestamp()
     where seq = $1 and $1 >= coalesce((select max(seq) from projection_checkpoints), 0)
       and $1 = coalesce((select max(seq) from facts), 0)
    returning seq
  ), offered as (
    select *
      from unnest($3::text[], $4::integer[], $5::uuid[], $6::text[], $7::date[], $8::text[], $9::text[], $10::timestamptz[],
                  string_to_array($11::text, E'\\n'), string_to_array($12::text, E'\\n')) with ordinality
        as o (stream, revision, event_id, type, effective_date, institution, report_id, stamped_at, data, metadata, turn)
  ), inserted as (
    insert into facts (seq, stream, revision, event_id, type, effective_date, institution, report_id, recorded_at, data, metadata)
    select $1::bigint + turn, stream, revision, event_id, type, effective_date, institution, report_id,
           greatest((select recorded_at from facts where seq = $1::bigint),
                    max(stamped_at) over (order by turn rows unbounded preceding)),
           data::json, metadata::json
      from offered, moved
  ), placed as (
    insert into sequenced_positions (seq, position) select seq, $2 from moved
  )
  select seq from moved
`;

/** Writes a heartbeat. */
export const noteHeard = async (connection: pg.ClientBase): Promise<void> => {
  await connection.query('update sequencer set heard_at = clock_timestamp()');
};

/** Writes a heartbeat and clears the failure: the sequence can continue. */
export const noteGoingOn = async (connection: pg.ClientBase): Promise<void> => {
  await connection.query('update sequencer set failure = null, heard_at = clock_timestamp()');
};

/** Records why the sequence stands still, until it continues. `/readyz` reads it. */
export const noteFailure = async (message: string, connection: pg.ClientBase): Promise<void> => {
  await connection.query('update sequencer set failure = $1, heard_at = clock_timestamp()', [message]);
};
