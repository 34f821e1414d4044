import pg from 'pg';
import type { Projection, ProjectionFailure } from './projection.js';

/** The last fact that a projection has applied. */
export interface Checkpoint {
  /** Version of the projection that made the rows. */
  readonly version: number;
  seq: number;
  /** Seq of the fact at which it stopped, until it has passed it. */
  failedSeq: number | null;
}

/**
 * The checkpoint is not where this follower left it: another follower is active, it was set back by hand, or a rebuild replaced the rows.
 * Or the log does not hold the fact that it would move to. Nothing was applied.
 */
export class CheckpointMoved extends Error {
  constructor(name: string, from: number) {
    super(`The checkpoint of ${name} is no longer at ${from}, or the log ends before what it would move to.`);
    this.name = 'CheckpointMoved';
  }
}

/** Reads the checkpoint of the live rows, whichever version made them; inserts it where there is none. */
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
 * Checks that the checkpoint was not moved by somebody else. A follower without new facts asks this, since a checkpoint may be set back.
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

/** Prepared once for each connection: planning it took longer than executing it. The driver's own way to prepare has no place for the `begin`. */
const preparedMove = `prepare move_checkpoint (text, bigint, bigint, integer) as
  update projection_checkpoints set seq = $3
   where name = $1 and seq = $2 and version = $4 and exists (select from facts where seq = $3)
  returning parked_subjects as parked`;

const connectionsPrepared = new WeakSet<pg.ClientBase>();

/**
 * Begins the transaction of a batch, and moves the checkpoint by compare-and-set, and only to a fact that the log holds: facts are cached, and
 * the log may have lost them since. Another follower of the same projection waits here for the row lock, and then fails before it has read
 * anything. Both go to the database at once: with few facts in a batch most of its cost is in going there and back.
 *
 * Returns the parked subjects, read under the lock.
 *
 * @param begin the statements that begin the transaction
 * @throws CheckpointMoved
 */
export const beginMoved = async (
  begin: string,
  name: string,
  { seq, version }: Checkpoint,
  to: number,
  connection: pg.ClientBase,
): Promise<readonly string[]> => {
  if (!connectionsPrepared.has(connection)) {
    await connection.query(preparedMove);
    connectionsPrepared.add(connection);
  }
  const move = `execute move_checkpoint (${pg.escapeLiteral(name)}, ${seq}, ${to}, ${version})`;
  const results: unknown = await connection.query(`${begin}; ${move}`);
  const [row] = (results as readonly pg.QueryResult<{ parked: readonly string[] }>[]).at(-1)?.rows ?? [];
  if (!row) throw new CheckpointMoved(name, seq);
  return row.parked;
};

/**
 * Commits, and where the rows are live notifies waiting readers of the new checkpoint, in a transaction after that of the rows: transactions
 * that notify commit one at a time in the whole database. A lost notification costs only time: readers poll too.
 */
export const commitMoved = async (
  name: string,
  seq: number,
  isLive: boolean,
  connection: pg.ClientBase,
): Promise<void> => {
  const notify = `notify xudai_projected, ${pg.escapeLiteral(`${name} ${seq}`)}`;
  await connection.query(isLive ? `commit; ${notify}` : 'commit');
};

/** Stores the failure, which stays readable until the projection has passed that fact. */
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
