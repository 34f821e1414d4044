import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { bailoutBookProjection } from '#bailout-book';
import { createPool } from '#database';
import type { InstitutionCode } from '#identifiers';
import { loanBookProjection } from '#loan-book';
import type { Projection } from '#projections';
import { bankA, bankB, borrower, expectPlantedRowsFound, testDatabase } from '#testing';
import { borrowerBookChecker } from './borrower-book.checker.js';
import { borrowerBookProjection } from './borrower-book.projection.js';
import { BorrowerHandler, BorrowerQuery, mostShown } from './borrower.query.js';
import { claimed, disbursed, issued } from './testing/describing-facts.js';

const many = borrower({ id: '9131000013221158XC' });

const facts = [
  issued(1, bankA, 'L1', borrower({ name: '甲公司' })),
  claimed(2, bankA, 'L1', borrower({ name: '甲公司' })),
  disbursed(3, bankB, borrower({ size: 'MEDIUM' })),
  issued(4, bankB, 'L7', borrower({ size: 'MICRO', district: '310101' })),
  disbursed(5, bankA, borrower({ name: '甲有限公司' })),
  disbursed(6, bankA, borrower()),
  ...Array.from({ length: mostShown + 1 }, (_, index) => issued(7 + index, bankB, `M${index}`, many)),
];

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;

const applied = async (projection: Projection, connection: pg.PoolClient): Promise<void> => {
  for (let from = 0; from < facts.length; from += 400)
    await projection.apply(facts.slice(from, from + 400), connection);
  await connection.query('insert into projection_checkpoints (name, version, seq) values ($1, $2, $3)', [
    projection.name,
    projection.version,
    facts.length,
  ]);
};

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.appUrl, { max: 4, applicationName: 'borrower book spec' });
  await pool.query(
    `insert into facts (seq, stream, revision, event_id, type, effective_date, institution, recorded_at, data, metadata)
     select seq, stream, revision, "eventId", type, "effectiveDate", institution, "recordedAt", data, metadata
       from json_to_recordset($1::json) as given (seq bigint, stream text, revision integer, "eventId" uuid, type text,
              "effectiveDate" date, institution text, "recordedAt" timestamptz, data json, metadata json)`,
    [JSON.stringify(facts)],
  );
  const connection = await pool.connect();
  for (const projection of [loanBookProjection, bailoutBookProjection, borrowerBookProjection])
    await applied(projection, connection);
  connection.release();
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const asked = (key: string, institution?: InstitutionCode) =>
  new BorrowerHandler(pool).execute(new BorrowerQuery(key, institution));

describe('a borrower', () => {
  it('is shown with all that was reported of it, as last described, by the last name that was given', async () => {
    const found = await asked(borrower().id);
    expect(found).toMatchObject({
      borrowerKey: borrower().id,
      kind: 'ENTERPRISE',
      size: 'SMALL',
      district: '310115',
      industry: 'C39',
      name: '甲有限公司',
      more: { loans: false, claims: false, settlements: false, disbursements: false },
    });
    expect(found?.loans.map(({ loanId }) => loanId)).toEqual(['L1', 'L7']);
    expect(found?.loans[0]?.claim?.status).toBe('PENDING');
    expect(found?.claims.map(({ loanId, status }) => [loanId, status])).toEqual([['L1', 'PENDING']]);
    expect(found?.disbursements.map(({ disbursementId }) => disbursementId)).toEqual(['D5', 'D6', 'D3']);
  });

  it('is to an institution what it reported itself, in its own words', async () => {
    const found = await asked(borrower().id, bankB);
    expect(found).toMatchObject({ size: 'MICRO', district: '310101', name: null, claims: [] });
    expect(found?.loans.map(({ loanId }) => loanId)).toEqual(['L7']);
    expect(found?.disbursements.map(({ disbursementId }) => disbursementId)).toEqual(['D3']);
  });

  it('is null to whoever reported nothing of it, as is one that nobody reported', async () => {
    expect(await asked(many.id, bankA)).toBeNull();
    expect(await asked('9131000010000595XD')).toBeNull();
    expect(await asked('\0')).toBeNull();
  });

  it('says when it has more than is shown', async () => {
    const found = await asked(many.id);
    expect(found?.loans).toHaveLength(mostShown);
    expect(found?.more).toEqual({ loans: true, claims: false, settlements: false, disbursements: false });
  });
});

describe('the checker of the borrower book', () => {
  it('finds a wrong, a missing and a surplus row', async () => {
    const client = await pool.connect();
    try {
      await expectPlantedRowsFound(borrowerBookChecker, client, 'borrower_page', 'institution');
    } finally {
      client.release();
    }
  });
});
