import type pg from 'pg';
import { createPool } from '#database';
import type { SequencedFact } from '#facts';
import { testDatabase } from '#testing';
import type { FactSource } from '../follower-pace.js';
import { counted } from './counter.js';

// A log of counted facts in a real database, for specs of following.

/** Appends facts that count, after those that are there, and says so as the log does. */
export const append = async (
  pool: Pick<pg.ClientBase, 'query'>,
  ...steps: readonly (readonly [name: string, by: number])[]
): Promise<void> => {
  const { rows } = await pool.query<{ head: number }>(
    'select coalesce(max(seq), 0)::integer as head from facts',
  );
  const facts = steps.map(([name, by], index) => counted((rows[0]?.head ?? 0) + 1 + index, name, by));
  await pool.query(
    `with appended as (
       insert into facts (seq, stream, revision, event_id, type, recorded_at, data, metadata)
       select seq, stream, revision, "eventId"::uuid, type, "recordedAt", data, metadata
         from json_to_recordset($1::json) as given (seq bigint, stream text, revision integer, "eventId" text, type text,
                "recordedAt" timestamptz, data json, metadata json)
       returning seq)
     select pg_notify('xudai_facts', max(seq)::text) from appended`,
    [JSON.stringify(facts)],
  );
};

export const factSource = (pool: pg.Pool): FactSource => ({
  readAfter: async (seq, limit) => {
    const { rows } = await pool.query<SequencedFact>(
      `select seq, stream, revision, event_id as "eventId", type, effective_date as "effectiveDate", institution,
              recorded_at as "recordedAt", data, metadata
         from facts where seq > $1 order by seq limit $2`,
      [seq, limit],
    );
    return rows;
  },
});

/** The rows of the projection under test. */
export const countsIn = async (pool: pg.Pool): Promise<Readonly<Record<string, number>>> => {
  const { rows } = await pool.query<{ name: string; count: number }>('select name, count from counter');
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
};

export interface CounterLog {
  readonly owner: pg.Pool;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** An empty log in a database of its own, with the table of the projection under test. */
export const counterLog = async (onSetback: (error: unknown) => void): Promise<CounterLog> => {
  const database = await testDatabase();
  const owner = createPool(database.ownerUrl, { max: 1, applicationName: 'spec' });
  await owner.query(
    'create table counter (name text collate "C" primary key, count integer not null, page json not null); grant all on counter to public; insert into projection_tables values ($$counter$$, $$counter$$)',
  );
  const pool = createPool(database.appUrl, { max: 8, applicationName: 'follower spec', onSetback });
  return {
    owner,
    pool,
    close: async () => {
      await pool.end();
      await owner.end();
      await database.drop();
    },
  };
};
