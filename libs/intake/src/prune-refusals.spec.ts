import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#testing';
import { pruneRefusals } from './refusals.table.js';

let database: TestDatabase;
let app: pg.Pool;
let owner: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  app = new pg.Pool({ connectionString: database.appUrl, max: 4 });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
beforeEach(() => owner.query('truncate refusals restart identity'));
afterAll(async () => {
  await app.end();
  await owner.end();
  await database.drop();
});

const never = new AbortController().signal;
const prune = (days = 400): Promise<number> => pruneRefusals(app, { days, signal: never });

/** So many lines of an institution, so many days old. */
const listed = (count: number, daysOld: number, institution = 'C1010211000012'): Promise<unknown> =>
  app.query(
    `insert into refusals (at, institution, report_id, rule, pointer, retryable)
     select now() - make_interval(days => $2), $3, 'r' || $2 || '-' || n, 'REP-R01', '', false from generate_series(1, $1::integer) n`,
    [count, daysOld, institution],
  );

const lines = async (): Promise<
  readonly (readonly [institution: string, daysOld: number, count: number])[]
> => {
  const { rows } = await app.query({
    text: `select institution, extract(day from now() - at)::integer, count(*)::integer from refusals group by 1, 2 order by 1, 2 desc`,
    rowMode: 'array',
  });
  return rows as unknown as readonly (readonly [string, number, number])[];
};

describe('the list of refusals', () => {
  it.each([
    `update refusals set rule = 'OTH-R01'`,
    'delete from refusals',
    'truncate refusals',
    `insert into refusals overriding system value select * from refusals on conflict (no) do update set rule = 'OTH-R01'`,
    'drop table refusals',
    'alter table refusals disable trigger all',
    'create or replace function prune_refusals(integer, integer, integer) returns integer language sql as $$ select 1 $$',
    'set role xudai_owner',
  ])('is safe from the programs: %s', async (attempt) => {
    await listed(1, 500);
    await expect(app.query(attempt)).rejects.toThrow(/permission denied|must be owner/);
    expect(await lines()).toEqual([['C1010211000012', 500, 1]]);
  });

  it('loses its old lines and no others, many or few', async () => {
    await listed(2_500, 500);
    await listed(3, 401, 'C1020411000013');
    await listed(4, 399);
    await listed(5, 0);
    expect(await prune()).toBe(2_503);
    expect(await lines()).toEqual([
      ['C1010211000012', 399, 4],
      ['C1010211000012', 0, 5],
    ]);
    expect(await prune()).toBe(0);
    expect(await prune(31)).toBe(4);
  });

  it('loses what an institution has beyond its part, and nobody else', async () => {
    await listed(1, 100, 'C1020411000013');
    await listed(100_007, 50);
    await listed(3, 40, 'C1020411000013');
    const { rows } = await app.query<{ pruned: number }>('select prune_refusals(400, 100000, 5) as pruned');
    expect(rows).toEqual([{ pruned: 5 }]);
    await app.query('select prune_refusals(400, 100000, 10000)');
    expect(await lines()).toEqual([
      ['C1010211000012', 50, 100_000],
      ['C1020411000013', 100, 1],
      ['C1020411000013', 40, 3],
    ]);
    const { rows: oldest } = await app.query<{ id: string }>(
      `select report_id as id from refusals where institution = 'C1010211000012' order by no limit 1`,
    );
    expect(oldest).toEqual([{ id: 'r50-8' }]);
  });

  it.each([
    [30, 100_000, 10],
    [400, 99_999, 10],
    [400, 100_000, 10_001],
    [400, 100_000, 0],
    [-1, 100_000, 10],
  ])('is emptied by nobody: %s days, %s lines, %s at once', async (...asked) => {
    await listed(1, 500);
    await expect(app.query('select prune_refusals($1, $2, $3)', asked)).rejects.toThrow('Refusals are kept');
  });

  it('is pruned by one of several, who waits for nobody and holds up nobody', async () => {
    await listed(10, 500);
    await owner.query(`begin; select pg_advisory_xact_lock(hashtextextended('xudai refusals', 0))`);
    expect(await prune()).toBe(0);
    await owner.query('commit');
    await owner.query('begin; select from refusals for update');
    await listed(1, 0);
    await owner.query('rollback');
    expect(await Promise.all([prune(), prune()]).then((pruned) => pruned.toSorted())).toEqual([0, 10]);
  });

  it('is left as it is by who is asked to stop', async () => {
    await listed(10, 500);
    expect(await pruneRefusals(app, { days: 400, signal: AbortSignal.abort() })).toBe(0);
  });

  it('keeps its function from everybody but the programs', async () => {
    const { rows } = await owner.query<{ open: boolean }>(
      `select exists (select from aclexplode((select proacl from pg_proc where proname = 'prune_refusals')) where grantee = 0) as open`,
    );
    expect(rows).toEqual([{ open: false }]);
  });
});
