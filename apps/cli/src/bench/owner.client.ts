import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { PostgresServer } from './processor-time.process.js';

/** A connection of the owner's, past the programs that are measured. */
export const connected = async (
  connectionString = process.env['XUDAI_DATABASE_OWNER_URL'] ?? '',
): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString, application_name: 'xudai bench' });
  await client.connect();
  return client;
};

/** The server at the other end. */
export const serverOf = async (client: pg.Client): Promise<PostgresServer> => {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return new PostgresServer(rows[0]?.pid ?? 0);
};

export const headSeq = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ head: number }>(
    'select coalesce(max(seq), 0)::float8 as head from facts',
  );
  return rows[0]?.head ?? 0;
};

/** Until all that was recorded is shown; `atLeast` facts, where some have yet to be put in order. */
export const untilShown = async (client: pg.Client, atLeast = 0): Promise<void> => {
  for (;;) {
    const { rows } = await client.query<{ behind: boolean }>(
      'select min(seq) < greatest((select max(seq) from facts), $1::bigint) as behind from projection_checkpoints',
      [atLeast],
    );
    if (!rows[0]?.behind) return;
    await pause(100);
  }
};
