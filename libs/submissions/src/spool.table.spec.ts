import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createPool } from '#database';
import { problem } from '#problem-details';
import { testDatabase, type TestDatabase } from '#testing';
import { discardChunks, pruneSubmissions, readChunk, SpoolDamaged, storeChunk } from './spool.table.js';

/* How files are kept, and what is taken away again: by the programs' login, through the owner's functions alone. */

describe('the spool of files', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await testDatabase();
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    pool = createPool(database.appUrl, { max: 2, applicationName: 'xudai test' });
  });

  afterAll(async () => {
    await pool.end();
    await owner.end();
    await database.drop();
  });

  const kept = { firstLine: 1, reports: 1, bytes: Buffer.from('{}\n'), withheld: [] };

  /** A file with two chunks and a refusal; `ended` is how many days ago it was decided. */
  const file = async (status: string, ended: number | null): Promise<string> => {
    const id = randomUUID();
    for (const no of [0, 1]) await storeChunk(pool, id, no, { ...kept, firstLine: no + 1 });
    await owner.query(
      `insert into submission (id, institution, key_id, format, is_dry, digest, bytes, reports, chunks, received_at, status, ended_at, progress)
       values ($1::uuid, 'C1', 'k', 'NDJSON', false, $1::text, 1, 2, 2, now(), $2, now() - make_interval(days => $3), '{}')`,
      [id, status, ended],
    );
    await owner.query(
      `insert into submission_refusal (submission, line, no, rule, message, retryable) values ($1, 1, 0, 'SCH-R01', '', false)`,
      [id],
    );
    return id;
  };

  const left = async (id: string): Promise<readonly number[]> => {
    const { rows } = await owner.query<{ chunks: number; refusals: number; files: number }>(
      `select (select count(*)::int from submission_chunk where submission = $1) as chunks,
              (select count(*)::int from submission_refusal where submission = $1) as refusals,
              (select count(*)::int from submission where id = $1) as files`,
      [id],
    );
    const [row] = rows;
    return row ? [row.chunks, row.refusals, row.files] : [];
  };

  const prune = () => pruneSubmissions(pool, { refusalsDays: 400, signal: new AbortController().signal });

  it('gives back what was stored, and says when it cannot', async () => {
    const id = randomUUID();
    const withheld = [[2, { outcome: 'failed', id: null, problem: problem('internal') }]] as const;
    await storeChunk(pool, id, 0, { ...kept, withheld });
    expect(await readChunk(pool, id, 0)).toEqual({ firstLine: 1, bytes: kept.bytes, withheld });
    await expect(readChunk(pool, id, 1)).rejects.toThrow(SpoolDamaged);
    await owner.query('alter table submission_chunk disable trigger user');
    await owner.query(`update submission_chunk set body = '\\x00ff' where submission = $1`, [id]);
    await expect(readChunk(pool, id, 0)).rejects.toThrow(SpoolDamaged);
    await discardChunks(pool, id);
    await expect(readChunk(pool, id, 0)).rejects.toThrow(SpoolDamaged);
  });

  it('discards nothing of a file that was received', async () => {
    const id = await file('RECEIVED', null);
    await discardChunks(pool, id);
    expect(await left(id)).toEqual([2, 1, 1]);
  });

  it('takes no change and no removal from the programs', async () => {
    const id = await file('RECEIVED', null);
    for (const change of ['delete from submission_chunk', `update submission_chunk set no = no + 9`])
      await expect(pool.query(change)).rejects.toThrow('permission denied');
    expect(await left(id)).toEqual([2, 1, 1]);
  });

  it('lets go of files a month after they were decided, of refusals with the others, of none that waits', async () => {
    const [waiting, young, old, oldest] = [
      await file('DECIDING', null),
      await file('COMPLETED', 29),
      await file('COMPLETED', 31),
      await file('FAILED', 401),
    ];
    expect(await prune()).toBeGreaterThan(0);
    expect(await left(waiting)).toEqual([2, 1, 1]);
    expect(await left(young)).toEqual([2, 1, 1]);
    expect(await left(old)).toEqual([0, 1, 1]);
    expect(await left(oldest)).toEqual([0, 0, 1]);
    expect(await prune()).toBe(0);
  });

  it('lets go of what was never received once nothing came of it for a day', async () => {
    const [fresh, stale] = [randomUUID(), randomUUID()];
    for (const id of [fresh, stale])
      for (const no of [0, 1]) await storeChunk(pool, id, no, { ...kept, firstLine: no + 1 });
    await owner.query(
      `update submission_chunk set stored_at = now() - interval '25 hours' where submission = $1 or (submission = $2 and no = 0)`,
      [stale, fresh],
    );
    expect(await prune()).toBe(2);
    expect([await left(fresh), await left(stale)]).toEqual([
      [2, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('cannot be told to let go of more', async () => {
    for (const [spool, refusals, step] of [
      [6, 400, 1],
      [30, 30, 1],
      [30, 400, 0],
      [30, 400, 10_001],
    ])
      await expect(
        pool.query('select prune_submissions($1, $2, $3)', [spool, refusals, step]),
      ).rejects.toMatchObject({ code: '22023' });
  });
});
