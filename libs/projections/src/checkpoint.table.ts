import type pg from 'pg';
import type { Projection, ProjectionFailure } from './projection.js';

/** Where a projection stands; moves with what is applied. */
export interface Checkpoint {
  /** That made the rows. */
  readonly version: number;
  seq: number;
  /** Seq of the fact it stopped at, until it has passed it. */
  failedSeq: number | null;
}

/**
 * The checkpoint is not where this follower left it: somebody else follows too, or did, or it was set back by hand, or rows of another
 * version took the place of those that it wrote. Or the log does not hold what it would move to. Nothing was applied.
 */
export class CheckpointMoved extends Error {
  constructor(name: string, from: number) {
    super(`The checkpoint of ${name} is no longer at ${from}, or the log ends before what it would move to.`);
    this.name = 'CheckpointMoved';
  }
}

/** The checkpoint, made when there is none: of the rows as they are, whatever version made them. */
export const readCheckpoint = async (
  { name, version }: Pick<Projection, 'name' | 'version'>,
  connection: pg.ClientBase,
): Promise<Checkpoint> => {
  await connection.query(
    `insert into projection_checkpoints (name, version, seq) values ($1, $2, 0) on conflict (name) do nothing`,
    [name, version],
  );
  const { rows } = await connection.query<Omit<Checkpoint, 'failedSeq'>>(
    `select version, seq from projection_checkpoints where name = $1`,
    [name],
  );
  const [row] = rows;
  if (!row) throw new CheckpointMoved(name, 0);
  await connection.query('delete from projection_failures where name = $1 and event_id is null', [name]);
  const failed = await connection.query<{ seq: number }>(
    'select seq from projection_failures where name = $1',
    [name],
  );
  return { ...row, failedSeq: failed.rows[0]?.seq ?? null };
};

/**
 * That the checkpoint is where this follower left it, for one that has nothing to apply: it may have been set back.
 *
 * @throws CheckpointMoved
 */
export const verifyCheckpoint = async (
  name: string,
  { seq, version }: Checkpoint,
  connection: pg.ClientBase,
): Promise<void> => {
  const { rowCount } = await connection.query({
    name: 'verify checkpoint',
    text: 'select from projection_checkpoints where name = $1 and seq = $2 and version = $3',
    values: [name, seq, version],
  });
  if (rowCount !== 1) throw new CheckpointMoved(name, seq);
};

/**
 * Moves the checkpoint, to a fact that the log holds: what was read may be kept longer than it stands. It comes first in the transaction: another follower of the
 * same projection waits here for its end, and then finds the checkpoint moved before it has read a row.
 *
 * Gives the subjects that are parked, as they are once it holds the row.
 *
 * @throws CheckpointMoved
 */
export const moveCheckpoint = async (
  name: string,
  { seq, version }: Checkpoint,
  to: number,
  connection: pg.ClientBase,
): Promise<readonly string[]> => {
  const { rows } = await connection.query<{ parked: readonly string[] }>({
    name: 'move checkpoint',
    text: `update projection_checkpoints set seq = $3
      where name = $1 and seq = $2 and version = $4 and exists (select from facts where seq = $3)
     returning parked_subjects as parked`,
    values: [name, seq, to, version],
  });
  const [row] = rows;
  if (!row) throw new CheckpointMoved(name, seq);
  return row.parked;
};

/**
 * Tells who waits how far the projection is, after the commit and apart from it: transactions that notify commit one after
 * another in the whole database. Should this be lost, who waits looks for himself.
 */
export const announceCheckpoint = async (
  name: string,
  seq: number,
  connection: pg.ClientBase,
): Promise<void> => {
  await connection.query({
    name: 'announce checkpoint',
    text: `select pg_notify('xudai_projected', $1::text || ' ' || $2::bigint)`,
    values: [name, seq],
  });
};

/** Kept until the projection has passed it, for everybody to read. */
export const storeFailure = async (
  failure: ProjectionFailure,
  connection: pg.ClientBase,
): Promise<ProjectionFailure> => {
  const { name, seq, eventId, message } = failure;
  await connection.query(
    `insert into projection_failures (name, seq, event_id, message) values ($1, $2, $3, $4)
     on conflict (name) do update
        set seq = excluded.seq, event_id = excluded.event_id, message = excluded.message, failed_at = now()`,
    [name, seq, eventId, message],
  );
  return failure;
};

export const clearFailure = async (name: string, connection: pg.ClientBase): Promise<void> => {
  await connection.query('delete from projection_failures where name = $1', [name]);
};
