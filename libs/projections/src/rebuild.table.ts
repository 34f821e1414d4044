import pg from 'pg';
import type { Compared } from './compare-rows.table.js';
import type { Projection } from './projection.js';

/* What is known of each rebuild. The functions that make, switch and drop tables are the owner's (rebuilds.migration.ts). */

type Queryable = Pick<pg.ClientBase, 'query'>;

/** One that is not over: it is being built, or was switched to and that has to be recorded. */
export interface OpenRebuild {
  readonly id: string;
  readonly projection: string;
  readonly status: 'RUNNING' | 'SWITCHED';
  readonly fromVersion: number;
  /** Null until a program that follows the projection has taken it up. */
  readonly version: number | null;
  readonly askedBy: string;
  readonly comparedSeq: number | null;
  readonly differences: number | null;
  readonly switchedSeq: number | null;
  readonly parked: number | null;
}

const openSql = `select id, projection, status, from_version as "fromVersion", version, asked_by as "askedBy", compared_seq as "comparedSeq",
    differences, switched_seq as "switchedSeq", parked
  from projection_rebuild where status in ('RUNNING', 'SWITCHED')`;

export const openRebuilds = async (database: Queryable): Promise<readonly OpenRebuild[]> => {
  const { rows } = await database.query<OpenRebuild>(`${openSql} order by asked_at`);
  return rows;
};

/** Undefined: it is over. */
export const openRebuild = async (database: Queryable, id: string): Promise<OpenRebuild | undefined> => {
  const { rows } = await database.query<OpenRebuild>(`${openSql} and id = $1`, [id]);
  return rows[0];
};

/** Of rows that an older version made; once for each version. */
export const askForNewVersions = async (
  database: Queryable,
  projections: readonly Pick<Projection, 'name' | 'version'>[],
): Promise<void> => {
  await database.query(
    `insert into projection_rebuild (id, projection, from_version, version, asked_by)
     select gen_random_uuid(), name, live.version, own.version, 'registry'
       from unnest($1::text[], $2::integer[]) as own (name, version) join projection_checkpoints live using (name)
      where live.version < own.version and not exists (
              select from projection_rebuild known where known.projection = name and known.version = own.version)
     on conflict (projection) where status in ('RUNNING', 'SWITCHED') do nothing`,
    [projections.map(({ name }) => name), projections.map(({ version }) => version)],
  );
};

/**
 * Makes the tables of the rebuild, unless they are there. What a version before this had begun begins anew. False: a newer version is at it.
 */
export const prepareRebuild = async (
  connection: Queryable,
  id: string,
  version: number,
): Promise<boolean> => {
  await connection.query(
    `update projection_rebuild set version = $2, prepared = false where id = $1 and coalesce(version, 0) < $2`,
    [id, version],
  );
  const { rowCount } = await connection.query(
    'select from projection_rebuild where id = $1 and version = $2',
    [id, version],
  );
  if (rowCount !== 1) return false;
  await connection.query('select prepare_rebuild($1)', [id]);
  return true;
};

export const noteBuilt = async (connection: Queryable, id: string, seq: number): Promise<void> => {
  await connection.query('update projection_rebuild set seq = $2 where id = $1 and seq <> $2', [id, seq]);
};

export const noteCompared = async (
  connection: Queryable,
  id: string,
  seq: number,
  { tables, first }: Compared,
): Promise<void> => {
  await connection.query(
    `update projection_rebuild set compared_seq = $2, compared = $3::json, differences = $4, first = $5::json where id = $1`,
    [
      id,
      seq,
      JSON.stringify(tables),
      tables.reduce((sum, { differences }) => sum + differences, 0),
      JSON.stringify(first),
    ],
  );
};

/** `position`: of the fact that says so. */
export const noteCompleted = async (connection: Queryable, id: string, position: string): Promise<void> => {
  await connection.query(
    `update projection_rebuild set status = 'COMPLETED', position = $2, ended_at = clock_timestamp() where id = $1 and status = 'SWITCHED'`,
    [id, position],
  );
};

export const noteFailed = async (connection: Queryable, id: string, reason: string): Promise<void> => {
  await connection.query(
    `update projection_rebuild set status = 'FAILED', reason = $2, ended_at = clock_timestamp() where id = $1 and status = 'RUNNING'`,
    [id, reason],
  );
};

/** Somebody held a table for longer than was waited. */
export const isLockTimeout = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === '55P03' || error.code === '40P01');

const pidSql = 'select pg_backend_pid() as pid';

const pidOf = async (connection: pg.ClientBase): Promise<number> => {
  const { rows } = await connection.query<{ pid: number }>(pidSql);
  return rows[0]?.pid ?? 0;
};

/**
 * Whether anybody of the programs' login is in a transaction that has lasted longer. Not those who wait for one of these connections, and
 * not those who only compare or build other tables.
 */
export const olderSnapshots = async (own: readonly pg.ClientBase[], lastedMs: number): Promise<boolean> => {
  const pids = await Promise.all(own.map(pidOf));
  const { rowCount } = await (own[0] as pg.ClientBase).query(
    `select from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> all($1::integer[])
        and xact_start < clock_timestamp() - make_interval(secs => $2::float8 / 1000)
        and application_name !~ ' (rebuild|switch)$' and not pg_blocking_pids(pid) && $1::integer[]`,
    [pids, lastedMs],
  );
  return (rowCount ?? 0) > 0;
};

/** In the transaction of whoever calls. @throws what `isLockTimeout` is true of, and then nothing was switched */
export const switchTables = async (
  connection: pg.ClientBase,
  id: string,
  lockTimeoutMs: number,
): Promise<void> => {
  await connection.query(`select set_config('lock_timeout', $1, true)`, [String(lockTimeoutMs)]);
  await connection.query('select switch_rebuild($1)', [id]);
};
