import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { businessDate } from '#calendar';
import { createPool } from '#database';
import type { FilterExpression } from '#facts';
import { cutSql, isWithin, Parameters, rollUpKeysOf, rollUpSumsSql } from '#figures';
import { testDatabase } from '#testing';

/* What is kept with a quantity is looked at in memory by a replay and in SQL by an answer: both must see the same. */

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

const words = {
  institution: ['C1010211000012', 'C1010311000014'],
  district: ['310101', '310115'],
  industry: ['C', 'C39', 'D44'],
  size: ['MICRO', 'LARGE'],
  bailoutProgramme: ['B1', "B'2"],
  kind: ['ENTERPRISE', 'INDIVIDUAL_BUSINESS'],
};
const absent = (name: keyof typeof words) => fc.constantFrom(null, ...words[name]);
const day = fc.constantFrom(
  ...['2023-12-31', '2024-01-01', '2024-06-30', '2024-12-31', '2025-01-01'].map(businessDate),
);
const quantity = fc.record({
  computation: fc.constantFrom(1, 1, 1, 2),
  effectiveDate: day,
  dimensions: fc.record({
    institution: absent('institution'),
    district: absent('district'),
    industry: absent('industry'),
    size: absent('size'),
    bailoutProgramme: absent('bailoutProgramme'),
    kind: absent('kind'),
  }),
});

const named = fc.constantFrom(...(Object.keys(words) as (keyof typeof words)[]));
const oneWord = named.chain((name) =>
  fc.record({ eq: fc.tuple(fc.constant(`/dimensions/${name}`), fc.constantFrom(...words[name])) }),
);
const someWords = named.chain((name) =>
  fc.record({ in: fc.tuple(fc.constant(`/dimensions/${name}`), fc.subarray(words[name], { minLength: 1 })) }),
);
const compared: fc.Arbitrary<FilterExpression> = fc.oneof(
  oneWord,
  someWords,
  fc.record({ eq: fc.tuple(fc.constant('/institution'), fc.constantFrom(...words.institution)) }),
  fc.record({ eq: fc.tuple(fc.constant('/effectiveDate'), day) }),
  fc.record({ in: fc.tuple(fc.constant('/effectiveDate'), fc.array(day, { minLength: 1, maxLength: 3 })) }),
  fc.record({ gte: fc.tuple(fc.constant('/effectiveDate'), day) }),
  fc.record({ lte: fc.tuple(fc.constant('/effectiveDate'), day) }),
  fc.record({ exists: named.map((name) => `/dimensions/${name}`) }),
);
const listed = fc.array(compared, { minLength: 1, maxLength: 3 });
const expression: fc.Arbitrary<FilterExpression> = fc.oneof(
  compared,
  fc.record({ not: fc.oneof(compared, fc.record({ and: listed }), fc.record({ or: listed })) }),
  fc.record({ and: listed }),
  fc.record({
    or: fc.array(fc.oneof(compared, fc.record({ not: compared })), { minLength: 1, maxLength: 3 }),
  }),
);

/** Rows with the columns of `measure_delta`, in the order of the list in parameter `$n`. */
const rowsSql = (parameter: string): string => `(
  select no, (row->>'computation')::bigint as computation, (row->>'effectiveDate')::date as effective_date,
    of->>'institution' as institution, of->>'district' as district, of->>'industry' as industry, of->>'size' as size,
    of->>'bailoutProgramme' as bailout_programme, of->>'kind' as borrower_kind
  from jsonb_array_elements(${parameter}::jsonb) with ordinality as each (row, no), lateral (select row->'dimensions' as of) as dimension
) as measure_delta`;

describe('what is kept with a quantity', () => {
  it('is let through by a target and its own filter alike', async () => {
    const period = { computation: 1, from: businessDate('2024-01-01'), to: businessDate('2024-12-31') };
    await fc.assert(
      fc.asyncProperty(
        fc.option(expression),
        fc.array(quantity, { minLength: 15, maxLength: 30 }),
        async (filter, quantities) => {
          const parameters = new Parameters();
          const rows = rowsSql(parameters.add(JSON.stringify(quantities)));
          const condition = cutSql({ ...period, filter, filters: {} }, parameters);
          const { rows: found } = await pool.query<{ passes: boolean }>(
            `select ${condition} as passes from ${rows} order by no`,
            parameters.values,
          );
          expect(found.map(({ passes }) => passes)).toEqual(quantities.map(isWithin({ ...period, filter })));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stands in the same places', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(quantity, { minLength: 15, maxLength: 30 }), async (quantities) => {
        const { rows } = await pool.query<{ place: string }>(
          `select concat_ws(' ', computation, day, dimension, value, quantity) as place
           from (${rollUpSumsSql(`select *, 1 as quantity from ${rowsSql('$1')}`)}) as summed`,
          [JSON.stringify(quantities)],
        );
        const counts = new Map<string, number>();
        for (const { computation, effectiveDate, dimensions } of quantities)
          for (const { dimension, value } of rollUpKeysOf(dimensions)) {
            const place = [computation, effectiveDate, dimension, value].join(' ');
            counts.set(place, (counts.get(place) ?? 0) + 1);
          }
        const places = [...counts].map(([place, count]) => `${place} ${count}`);
        expect(rows.map(({ place }) => place).toSorted()).toEqual(places.toSorted());
      }),
    );
  });
});
