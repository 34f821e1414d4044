import type pg from 'pg';
import { messageOf, reasonCode } from './not-applied.table.js';

/** A back-fill cannot count the next fact: it was tried alone. */
export class FactNotCounted extends Error {
  constructor(
    /** The last fact up to which all is filled in. */
    readonly seq: number,
    options: { readonly cause: unknown },
  ) {
    super(`What comes after fact ${seq} cannot be filled in.`, options);
    this.name = 'FactNotCounted';
  }
}

/** The first time is remembered. */
export const storeStopped = async (
  connection: pg.ClientBase,
  projection: string,
  { seq, cause }: FactNotCounted,
): Promise<void> => {
  await connection.query(
    `insert into back_fill_stopped as known (projection, seq, reason, message) values ($1, $2, $3, $4)
     on conflict (projection) do update set seq = excluded.seq, reason = excluded.reason, message = excluded.message,
       stopped_at = case when known.seq = excluded.seq then known.stopped_at else excluded.stopped_at end`,
    [projection, seq, reasonCode(cause), messageOf(cause)],
  );
};

export const forgetStopped = async (connection: pg.ClientBase, projection: string): Promise<void> => {
  await connection.query('delete from back_fill_stopped where projection = $1', [projection]);
};

/** Of each projection whose back-fill stands still the last fact that is filled in. */
export const stoppedBackFills = async (
  database: Pick<pg.ClientBase, 'query'>,
): Promise<readonly { readonly projection: string; readonly seq: number }[]> => {
  const { rows } = await database.query<{ projection: string; seq: number }>(
    'select projection, seq::float8 as seq from back_fill_stopped order by projection',
  );
  return rows;
};
