import pg from 'pg';

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
