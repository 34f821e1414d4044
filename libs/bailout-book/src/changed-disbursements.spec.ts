import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '#database';
import { type OpenLog, openPostgresLog } from '#event-log';
import { asInstitutionCode } from '#identifiers';
import { bankA, bankB, borrower, correctedTo, reversedAt, testDatabase } from '#testing';
import { bailoutBookChecker } from './bailout-book.checker.js';
import { bailoutBookProjection } from './bailout-book.projection.js';
import { defined, disbursed, granted, type Planted, returned } from './testing/bailout-facts.js';

/* Disbursements and returns corrected and reversed: what is shown of each, and what is used of the allocation. */

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;
let log: OpenLog;

const inStream = (institution: string, fact: Planted['fact']): Planted => ({
  stream: `bailout-${institution}-B24`,
  fact: { ...fact, institution: asInstitutionCode(institution) },
});
const corrected = (institution: string, revision: number, { fact }: Planted): Planted =>
  inStream(institution, correctedTo(revision, fact));
const reversed = (institution: string, revision: number): Planted =>
  inStream(institution, reversedAt(revision));

const renamed = borrower({ district: '310101' });

const story: readonly Planted[] = [
  defined('B24', { cap: '1000.00' }),
  granted(bankA, '500.00'),
  disbursed(bankA, 'D1', { amount: '300.00' }),
  disbursed(bankA, 'D2', { amount: '10.00', kind: 'DEFERRAL' }),
  disbursed(bankA, 'D3', { amount: '40.00' }),
  returned(bankA, 'D1', '50.00'),
  returned(bankA, 'D3', '4.00'),
  corrected(bankA, 3, returned(bankA, 'D1', '60.00')),
  corrected(bankA, 1, disbursed(bankA, 'D2', { amount: '11.00', kind: 'BRIDGE' })),
  corrected(bankA, 2, disbursed(bankA, 'D3', { amount: '40.00', kind: 'DEFERRAL' })),
  corrected(bankA, 0, disbursed(bankA, 'D1', { amount: '200.00', borrower: renamed }, '2024-06-02')),
  reversed(bankA, 3),
  disbursed(bankB, 'D1', { amount: '7.00' }),
  reversed(bankB, 0),
  disbursed(bankB, 'D1', { amount: '8.00', kind: 'DEFERRAL' }),
];

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.appUrl, { max: 4, applicationName: 'spec' });
  log = openPostgresLog({ pool, onSetback: (error) => expect(error).toBeUndefined() });
  const revisions = new Map<string, number>();
  for (const { stream, fact } of story) {
    const revision = revisions.get(stream);
    await log.log.append({ stream, expectedRevision: revision ?? 'none', facts: [fact] });
    revisions.set(stream, (revision ?? -1) + 1);
  }
});
afterAll(async () => {
  await log.close();
  await pool.end();
  await database.drop();
});

/** The rows after all facts, applied so many at a time, and what the checker has to say of them. */
const applied = async (size: number) => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const facts = await log.sequence.readAfter(0, 100);
    for (let from = 0; from < facts.length; from += size)
      await bailoutBookProjection.apply(facts.slice(from, from + size), client);
    await client.query(
      `insert into projection_checkpoints (name, version, seq) values ('bailout-book', 2, $1)`,
      [facts.length],
    );
    const disbursements = await client.query<object>(
      'select page, kind, effective_date from disbursement_page order by institution, disbursement_id',
    );
    const allocations = await client.query<object>('select page from allocation_page order by institution');
    const rows = { disbursements: disbursements.rows, allocations: allocations.rows };
    return { rows, mismatches: await bailoutBookChecker.check(client) };
  } finally {
    await client.query('rollback');
    client.release();
  }
};

describe('disbursements with corrections', () => {
  it('stand as corrected, with what was returned as it stands; used is what they use by then', async () => {
    const { rows, mismatches } = await applied(3);
    expect(rows.disbursements).toMatchObject([
      {
        effective_date: '2024-06-02',
        page: { disbursementId: 'D1', amount: '200.00', returned: '0.00', borrower: renamed, seq: 12 },
      },
      { kind: 'BRIDGE', page: { disbursementId: 'D2', counts: true, net: '11.00', seq: 9 } },
      { kind: 'DEFERRAL', page: { disbursementId: 'D3', counts: false, net: '36.00', seq: 10 } },
      { kind: 'DEFERRAL', page: { institution: bankB, amount: '8.00', seq: 15 } },
    ]);
    expect(rows.allocations).toMatchObject([
      { page: { used: '211.00', available: '289.00' } },
      { page: { institution: bankB, used: '0.00' } },
    ]);
    expect(mismatches).toEqual([]);
  });

  it('are the same wherever batches are cut', async () => {
    const whole = await applied(100);
    for (const size of [1, 2, 5, 7]) expect((await applied(size)).rows).toEqual(whole.rows);
  });
});
