import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#testing';
import { createPool } from './pool.connection.js';
import type { SnapshotPool } from './snapshot.connection.js';

let database: TestDatabase;
let pool: SnapshotPool;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.appUrl, { max: 3, applicationName: 'prepared statements spec' });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** A table of one row and column, whose type changes while `work` looks at it. */
const withChangingTable = async (
  work: (changeType: () => Promise<unknown>) => Promise<void>,
): Promise<void> => {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const { username } = new URL(database.appUrl);
  await owner.query(
    `create table formed as select 1::integer as value; grant select on formed to ${username}`,
  );
  try {
    await work(() => owner.query('alter table formed alter value type text'));
  } finally {
    await owner.query('drop table formed');
    await owner.end();
  }
};

const formedSql = 'select value from formed where $1::integer = 1';

describe('a snapshot', () => {
  it('prepares frequent statements, and no others', async () => {
    const preparedNow = () =>
      pool.snapshot(async () => {
        const [often, seldom] = ['select $1::integer as often', 'select $1::integer as seldom'];
        const sum = await pool.query<{ often: number }>(often, [1]);
        await pool.query(seldom + ' -- '.repeat(Math.ceil(Math.random() * 1_000)), [1]);
        const { rows } = await pool.query<{ statement: string }>(
          'select statement from pg_prepared_statements',
        );
        return [sum.rows, rows.map(({ statement }) => statement)] as const;
      });
    const seen = [];
    for (let times = 0; times < 6; times += 1) seen.push(await preparedNow());
    for (const [rows] of seen) expect(rows).toEqual([{ often: 1 }]);
    expect(seen[0]?.[1]).toEqual([]);
    expect(seen.at(-1)?.[1]).toEqual(['select $1::integer as often']);
  });

  it('is taken again when the columns of a prepared statement have changed, in whatever language the server speaks', () =>
    withChangingTable(async (changeType) => {
      let times = 0;
      const formed = () =>
        pool.snapshot(async () => {
          times += 1;
          return (await pool.query(formedSql, [1])).rows;
        });
      await Promise.all(Array.from({ length: 12 }, formed));
      await changeType();
      times = 0;
      expect(await Promise.all([formed(), formed(), formed()])).toEqual(Array(3).fill([{ value: '1' }]));
      expect(times).toBeGreaterThan(3);
      for (let again = 0; again < 8; again += 1) expect(await formed()).toEqual([{ value: '1' }]);
      expect(times).toBeLessThan(3 * 2 + 8 + 1);
    }));
});

describe('a query of its own', () => {
  /** On a pool of one connection, which shows its prepared statements. */
  const preparedAfter = async (
    query: (pool: SnapshotPool) => Promise<unknown>,
  ): Promise<readonly string[]> => {
    const single = createPool(database.appUrl, {
      max: 1,
      applicationName: 'prepared statements spec single',
    });
    for (let times = 0; times < 5; times += 1) await query(single);
    const { rows } = await single.query<{ statement: string }>(
      'select statement from pg_prepared_statements',
    );
    await single.end();
    return rows.map(({ statement }) => statement);
  };

  const text = 'select $1::integer as often';

  it('is prepared where it is frequent, given as a text or as a configuration', async () => {
    expect(await preparedAfter((single) => single.query(text, [1]))).toEqual([text]);
    expect(
      await preparedAfter(async (single) => {
        const { rows } = await single.query({ text, values: [7], rowMode: 'array' });
        expect(rows).toEqual([[7]]);
      }),
    ).toEqual([text]);
  });

  it('is not prepared without values, nor under a second name', async () => {
    expect(await preparedAfter((single) => single.query('select 1'))).toEqual([]);
    expect(await preparedAfter((single) => single.query({ name: 'own', text, values: [1] }))).toEqual([text]);
  });

  it('is not prepared under the empty name', async () => {
    expect(await preparedAfter((single) => single.query({ name: '', text, values: [1] }))).toEqual([]);
  });

  it('is asked again when the columns of its prepared statement have changed', () =>
    withChangingTable(async (changeType) => {
      const formed = async () => (await pool.query(formedSql, [1])).rows;
      await Promise.all(Array.from({ length: 12 }, formed));
      await changeType();
      const asked = await Promise.all(Array.from({ length: 9 }, formed));
      expect(asked).toEqual(Array(9).fill([{ value: '1' }]));
    }));

  it('fails as it would unprepared, and the next one succeeds', async () => {
    const ratio = async (of: number) => (await pool.query('select 12 / $1::integer as ratio', [of])).rows;
    for (let times = 0; times < 5; times += 1) await ratio(4);
    await expect(ratio(0)).rejects.toThrow('division by zero');
    expect(await ratio(3)).toEqual([{ ratio: 4 }]);
  });
});
