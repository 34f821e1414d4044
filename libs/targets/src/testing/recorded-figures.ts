import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '#database';
import type { SequencedFact } from '#facts';
import type { Mismatch, Projection } from '#projections';
import { testDatabase } from '#testing';
import { targetsCheckerWith } from '../targets.checker.js';
import { applied, emptied, smallProjection, smallSizes } from './planted-definitions.js';
import { batches } from './stories.js';

/** A database with facts in its log and the figures made of them, empty before each case. */
export const recordedFigures = () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let pool: pg.Pool;
  let owner: pg.Pool;

  /** Facts stay for ever, unless the guard of a test's own database is taken away. */
  const forgotten = async (): Promise<void> => {
    await emptied(pool);
    await owner.query('alter table facts disable trigger facts_stay');
    await owner.query('delete from facts');
    await owner.query('alter table facts enable always trigger facts_stay');
  };

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.appUrl, { max: 2, applicationName: 'spec' });
    owner = createPool(database.ownerUrl, { max: 1, applicationName: 'spec' });
  });
  afterAll(async () => {
    await pool.end();
    await owner.end();
    await database.drop();
  });
  beforeEach(forgotten);

  const logged = async (facts: readonly SequencedFact[]): Promise<void> => {
    await pool.query(
      `insert into facts (seq, stream, revision, event_id, type, effective_date, institution, recorded_at, data, metadata)
       select seq, stream, revision, "eventId", type, "effectiveDate", institution, "recordedAt", data, metadata
       from json_to_recordset($1::json) as fact (seq bigint, stream text, revision integer, "eventId" uuid, type text,
         "effectiveDate" date, institution text, "recordedAt" timestamptz, data json, metadata json)`,
      [JSON.stringify(facts)],
    );
  };

  return {
    forgotten,
    pool: (): pg.Pool => pool,
    logged,

    /** In the log and in the tables. */
    recorded: async (
      facts: readonly SequencedFact[],
      batchSize = 1_000,
      projection: Projection = smallProjection,
    ): Promise<void> => {
      await logged(facts);
      await applied(pool, projection, ...batches(facts, batchSize));
    },

    /** What the checker finds, in slices so small that most logs have several. */
    checked: async (sliceSize = 32): Promise<readonly Mismatch[]> => {
      const client = await pool.connect();
      try {
        await client.query('begin isolation level repeatable read, read only');
        return await targetsCheckerWith(smallSizes, sliceSize).check(client);
      } finally {
        await client.query('rollback');
        client.release();
      }
    },
  };
};
