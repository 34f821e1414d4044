import type pg from 'pg';
import type { Position } from '#facts';

/*
 * The row of `sequencer` says where the log is. With a row the facts of the database come from the event store, from the streams of its
 * prefix; without one the table of facts is the log itself. It is changed under the exclusive lock on the log (`takeLogExclusively`).
 */

/** A fact of the sequence and its position in the store. */
export interface SequencedPosition {
  readonly seq: number;
  readonly position: Position;
}

/** Facts were appended to the log meanwhile. Nothing was changed. */
export class LogWentOn extends Error {
  constructor(expected: number, head: number) {
    super(`The log of the database ends at fact ${head} and no longer at ${expected}.`);
    this.name = 'LogWentOn';
  }
}

/**
 * Moves the log to the event store. `places`: some facts with their positions in the store, ascending, including the last fact of the log;
 * a sequencer would have recorded one after each batch.
 *
 * @throws LogWentOn
 */
export const handToEventStore = (
  connection: pg.Client,
  prefix: string,
  positions: readonly SequencedPosition[],
): Promise<void> =>
  changed(connection, positions.at(-1)?.seq ?? 0, async () => {
    await connection.query(
      'insert into sequenced_positions (seq, position) select * from unnest($1::bigint[], $2::bigint[])',
      [positions.map(({ seq }) => seq), positions.map(({ position }) => position)],
    );
    await connection.query(
      'insert into sequencer (stream_prefix, seq, position) select $1, seq, position from sequenced_positions order by seq desc limit 1',
      [prefix],
    );
  });

/**
 * Moves the log to the table of facts.
 *
 * @throws LogWentOn
 */
export const handToPostgres = (connection: pg.Client, head: number): Promise<void> =>
  changed(connection, head, async () => {
    await connection.query('delete from sequencer');
    await connection.query('delete from sequenced_positions');
  });

/** Makes the change under the lock of appends, so that no fact is appended in between. */
const changed = async (
  connection: pg.Client,
  expected: number,
  change: () => Promise<void>,
): Promise<void> => {
  await connection.query('begin');
  try {
    await connection.query(`select pg_advisory_xact_lock(hashtextextended('xudai facts', 0))`);
    const { rows } = await connection.query<{ head: number }>(
      'select coalesce(max(seq), 0) as head from facts',
    );
    const head = rows[0]?.head ?? 0;
    if (head !== expected) throw new LogWentOn(expected, head);
    await change();
    await connection.query('commit');
  } catch (error) {
    await connection.query('rollback').catch(() => undefined);
    throw error;
  }
};
