import type pg from 'pg';
import type { PositionedFact } from '#event-log';
import type { Position } from '#facts';

/** How far the facts of the store stand in the sequence. */
export interface Checkpoint {
  readonly seq: number;
  /** Of the last of them; null before the first. */
  readonly position: Position | null;
}

/** The sequence cannot go on from what stands in the tables; trying again would not mend it. */
export class CannotSequence extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotSequence';
  }
}

/** The sequence is not where this sequencer left it: another one is at work, or was; or its facts do not end there. Nothing was written. */
class CheckpointMoved extends Error {
  constructor(seq: number) {
    super(`The sequence is no longer at ${seq}, or does not end there.`);
    this.name = 'CheckpointMoved';
  }
}

/**
 * The checkpoint; the beginning where there is none yet.
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
 * The facts must end where the sequence has got to, and no projection may have passed it: else some were lost, or a checkpoint was
 * moved, and the next numbers would be given out a second time.
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
 * Puts the next facts in order: checkpoint, facts and the position that belongs to them, in one statement. The checkpoint moves first and
 * from where it was known, so that of two sequencers one writes and the other nothing; and only where the facts end there, so that
 * no number is given out that a projection has passed already.
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
  // After the commit: transactions that notify commit one after another in the whole database.
  await connection.query(`select pg_notify('xudai_facts', $1)`, [String(moved.seq)]);
  return moved;
};

/** Instants are put in order as `append_facts` does it, so that both engines give the same from the same stamps. */
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

/** A sign of life. */
export const noteHeard = async (connection: pg.ClientBase): Promise<void> => {
  await connection.query('update sequencer set heard_at = clock_timestamp()');
};

/** A sign of life of a sequencer that stands where it can go on from: what stopped one before is no more. */
export const noteGoingOn = async (connection: pg.ClientBase): Promise<void> => {
  await connection.query('update sequencer set failure = null, heard_at = clock_timestamp()');
};

/** Kept until the sequence goes on, for everybody to read. */
export const noteFailure = async (message: string, connection: pg.ClientBase): Promise<void> => {
  await connection.query('update sequencer set failure = $1, heard_at = clock_timestamp()', [message]);
};
