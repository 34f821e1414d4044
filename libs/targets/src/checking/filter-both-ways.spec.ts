import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { createPool } from '#database';
import type { FilterExpression } from '#facts';
import { testDatabase } from '#testing';
import { compileFilter } from '#figures';
import { filterSql } from './expected-documents-sql.js';

/* The compiled filter and its SQL are written apart from each other, and must let the same documents pass. */

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.appUrl, { max: 1, applicationName: 'spec' });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const count = fc.oneof(fc.constantFrom('0', '9', '10', '999999999999999'), fc.nat(2_000).map(String));
const amount = fc.tuple(count, fc.constantFrom('00', '01', '99')).map(([yuan, fen]) => `${yuan}.${fen}`);
const day = fc.constantFrom('1900-01-01', '2024-01-31', '2024-02-01', '9999-12-31');
const word = fc.constantFrom('', 'A', 'SMALL', '09', "it's", '1e3', '2024');
const found = fc.oneof(count, amount, day, word, fc.nat(1_000), fc.constantFrom(null, true, ['SMALL', '9']));
const document = fc.record({ data: fc.record({ a: found, b: found }, { requiredKeys: [] }) });

const path = fc.constantFrom('/data/a', '/data/b');
const given = fc.oneof(count, amount, day, word);
const compared: fc.Arbitrary<FilterExpression> = fc.oneof(
  fc.record({ gte: fc.tuple(path, given) }),
  fc.record({ lte: fc.tuple(path, given) }),
  fc.record({ eq: fc.tuple(path, fc.oneof(given, fc.boolean())) }),
  fc.record({ in: fc.tuple(path, fc.array(given, { minLength: 1, maxLength: 3 })) }),
  fc.record({ exists: path }),
);
const expression: fc.Arbitrary<FilterExpression> = fc.oneof(
  compared,
  fc.record({ not: compared }),
  fc.record({ and: fc.array(compared, { minLength: 1, maxLength: 3 }) }),
  fc.record({ or: fc.array(compared, { minLength: 1, maxLength: 3 }) }),
);

describe('a filter as it is compiled and as it is said in SQL', () => {
  it('lets the same documents pass', async () => {
    await fc.assert(
      fc.asyncProperty(
        expression,
        fc.array(document, { minLength: 20, maxLength: 40 }),
        async (filter, documents) => {
          const { rows } = await pool.query<{ passes: boolean }>(
            `select ${filterSql(filter)} as passes from jsonb_array_elements($1::jsonb) with ordinality as each (doc, place) order by place`,
            [JSON.stringify(documents)],
          );
          expect(rows.map(({ passes }) => passes)).toEqual(documents.map(compileFilter(filter)));
        },
      ),
      { numRuns: 300 },
    );
  });
});
