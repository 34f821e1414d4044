import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { businessDate } from '#calendar';
import { createPool } from '#database';
import type { SequencedFact } from '#facts';
import { MalformedCursor } from '#keyset';
import { follow } from '#projections';
import { expectPlantedRowsFound, testDatabase } from '#testing';
import {
  type IndicatorsAsked,
  IndicatorsHandler,
  IndicatorsQuery,
  StatementHandler,
  StatementQuery,
} from './reporting.query.js';
import { reportingBookChecker } from './reporting-book.checker.js';
import { reportingBookProjection } from './reporting-book.projection.js';
import { bankA, indicator, insurer, reported } from './testing/reported-facts.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;

const loan = (seq: number, type: string, on: string, data: object, recordedAt?: string): SequencedFact =>
  reported(seq, `loan-${bankA}-L${seq}`, type, on, data, recordedAt === undefined ? {} : { recordedAt });

const facts = [
  loan(1, 'LoanIssued', '2024-06-28', { principal: '100.00' }),
  loan(2, 'LoanIssued', '2024-06-30', { principal: '0.50' }),
  loan(3, 'LoanRenewed', '2024-06-30', { renewedAmount: '30.00', topUpAmount: '1.00' }),
  indicator(4, '2024-05-31', '5.00'),
  indicator(5, '2024-06-30', '5.00'),
  indicator(6, '2024-06-30', '7', { indicator: 'tech-branches-opened', unit: 'COUNT' }, bankA),
  indicator(7, '2024-06-30', '6.00'),
  indicator(8, '2024-06-30', '2.00', { scope: '浦东 branch' }),
  { ...loan(9, 'FirstTimeRecognised', '2024-06-30', {}), stream: 'borrower-X' },
  loan(10, 'LoanReclassified', '2024-06-30', {}, '2024-06-30T16:00:00.000Z'),
];

/** Read one by one and then all at once, so that batches are cut in more than one way. */
const source = {
  readAfter: (seq: number, limit: number): Promise<readonly SequencedFact[]> =>
    Promise.resolve(facts.slice(seq, seq + Math.min(limit, seq < 3 ? 1 : 100))),
};

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.appUrl, { max: 4, applicationName: 'reporting book spec' });
  await pool.query(
    `insert into facts (seq, stream, revision, event_id, type, effective_date, institution, recorded_at, data, metadata)
     select seq, stream, revision, "eventId", type, "effectiveDate", institution, "recordedAt", data, metadata
       from json_to_recordset($1::json) as given (seq bigint, stream text, revision integer, "eventId" uuid, type text,
              "effectiveDate" date, institution text, "recordedAt" timestamptz, data json, metadata json)`,
    [JSON.stringify(facts.map((fact) => ({ ...fact, revision: fact.seq })))],
  );
  const ending = new AbortController();
  const ended = follow({
    projection: reportingBookProjection,
    pool,
    facts: source,
    signal: ending.signal,
    onSetback: (error) => expect(error).toBeUndefined(),
  });
  for (let seq = 0; seq !== 10;)
    ({ seq } = (await pool.query<{ seq: number }>('select seq from projection_checkpoints')).rows[0] ?? {
      seq,
    });
  ending.abort();
  expect(await ended).toEqual({ outcome: 'stopped' });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('the statement of a day', () => {
  const statement = (institution: string, day: string) =>
    new StatementHandler(pool).execute(new StatementQuery(institution, businessDate(day)));

  it('counts and adds up what was recorded on it, and what is effective on it, by type', async () => {
    expect(await statement(bankA, '2024-06-30')).toEqual({
      institution: bankA,
      day: '2024-06-30',
      recorded: [
        { type: 'IndicatorReported', count: 1, sum: null },
        { type: 'LoanIssued', count: 2, sum: '100.50' },
        { type: 'LoanRenewed', count: 1, sum: '30.00' },
      ],
      effective: [
        { type: 'IndicatorReported', count: 1, sum: null },
        { type: 'LoanIssued', count: 1, sum: '0.50' },
        { type: 'LoanReclassified', count: 1, sum: null },
        { type: 'LoanRenewed', count: 1, sum: '30.00' },
      ],
    });
    expect(await statement(bankA, '2024-07-01')).toMatchObject({
      recorded: [{ type: 'LoanReclassified', count: 1 }],
      effective: [],
    });
  });

  it('is empty where nothing was recorded', async () => {
    expect(await statement(insurer, '2024-01-01')).toMatchObject({ recorded: [], effective: [] });
  });
});

describe('indicators', () => {
  const indicators = (asked: Partial<IndicatorsAsked> = {}) =>
    new IndicatorsHandler(pool).execute(new IndicatorsQuery({ limit: 100, ...asked }));

  it.each<[string, Partial<IndicatorsAsked>, readonly number[]]>([
    ['all, in the order of their keys', {}, [6, 4, 7, 8]],
    ['of an institution', { institution: [bankA] }, [6]],
    ['of no institution', { institution: [] }, []],
    ['of a code', { indicator: ['pension-premium'] }, [4, 7, 8]],
    ['of a scope', { scope: ['浦东 branch'] }, [8]],
    ['as at a day or later', { asAtFrom: '2024-06-01' }, [6, 7, 8]],
    ['as at a day or earlier', { asAtTo: '2024-05-31' }, [4]],
  ])('%s', async (_, asked, expected) => {
    expect((await indicators(asked)).items.map(({ seq }) => seq)).toEqual(expected);
  });

  it('go on where the page before ended', async () => {
    for (const limit of [1, 2, 3]) {
      const seqs: number[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { items, next } = await indicators({ limit, ...(cursor === '' ? {} : { cursor }) });
        seqs.push(...items.map(({ seq }) => seq));
        cursor = next;
      }
      expect(seqs).toEqual([6, 4, 7, 8]);
    }
    await expect(indicators({ cursor: 'nonsense' })).rejects.toThrow(MalformedCursor);
  });
});

describe('the checker of the reporting book', () => {
  it.each([
    ['indicator_page', 'indicator'],
    ['statement_day', 'institution'],
  ])('finds a wrong, a missing and a surplus row of %s', async (table, keyColumn) => {
    const client = await pool.connect();
    try {
      await expectPlantedRowsFound(reportingBookChecker, client, table, keyColumn);
    } finally {
      client.release();
    }
  });
});
