import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createPool } from '#database';
import { testDatabase, type TestDatabase } from '#testing';
import { readFirstPages } from './facts.table.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('reading many streams is planned once, however many are asked for', async () => {
  const pool = createPool(database.appUrl, { max: 1, applicationName: 'first pages spec' });
  const streamsRead = (count: number) =>
    readFirstPages(
      pool,
      Array.from({ length: count }, (_, no) => ({ stream: `loan-A-${no}`, from: 0 })),
    );
  for (let count = 1; count <= 12; count += 1) expect(await streamsRead(count)).toHaveLength(count);
  const { rows } = await pool.query<{ plannedOnce: number; plannedEachTime: number }>(
    `select generic_plans::integer as "plannedOnce", custom_plans::integer as "plannedEachTime"
       from pg_prepared_statements where statement like '%with ordinality as asked%'`,
  );
  await pool.end();
  // PostgreSQL compares five plans for the values at hand with the one for all.
  expect(rows).toEqual([{ plannedOnce: 4, plannedEachTime: 5 }]);
});
