import type pg from 'pg';

/** Keeps when a key was last used: the latest instant given. No fact says it, so no projection writes it. */
export const touchKey = async (pool: Pick<pg.Pool, 'query'>, keyId: string, at: string): Promise<void> => {
  await pool.query(
    `insert into key_last_used (key_id, at) values ($1, $2)
     on conflict (key_id) do update set at = excluded.at where key_last_used.at < excluded.at`,
    [keyId, at],
  );
};
