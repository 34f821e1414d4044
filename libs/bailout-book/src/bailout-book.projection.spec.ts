import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '#database';
import { type OpenLog, openPostgresLog } from '#event-log';
import { asBailoutProgrammeCode, asLoanId } from '#identifiers';
import { MalformedCursor } from '#keyset';
import { follow } from '#projections';
import { bankA, bankB, borrower, expectPlantedRowsFound, testDatabase } from '#testing';
import {
  AllocationsHandler,
  AllocationsQuery,
  BailoutProgrammeHandler,
  BailoutProgrammeQuery,
  BailoutProgrammesHandler,
  BailoutProgrammesQuery,
  type DisbursementsAsked,
  DisbursementsHandler,
  DisbursementsQuery,
} from './bailout-lists.query.js';
import { bailoutBookChecker } from './bailout-book.checker.js';
import { bailoutBookProjection } from './bailout-book.projection.js';
import { defined, disbursed, granted, type Planted, returned } from './testing/bailout-facts.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;
let log: OpenLog;

const appended = async (...given: readonly Planted[]): Promise<void> => {
  const revisions = new Map<string, number>();
  for (const { stream, fact } of given) {
    const revision = revisions.get(stream);
    await log.log.append({ stream, expectedRevision: revision ?? 'none', facts: [fact] });
    revisions.set(stream, (revision ?? -1) + 1);
  }
};

/** Follows until everything recorded is in the book. */
const brought = async (): Promise<void> => {
  const ending = new AbortController();
  const ended = follow({
    projection: bailoutBookProjection,
    pool,
    facts: log.sequence,
    signal: ending.signal,
    onSetback: (error) => expect(error).toBeUndefined(),
    batch: 3,
  });
  const head = await log.sequence.headSeq();
  for (let seq: number | undefined = -1; seq !== head;)
    ({ seq } = (await pool.query<{ seq: number }>('select seq from projection_checkpoints')).rows[0] ?? {
      seq,
    });
  ending.abort();
  expect(await ended).toEqual({ outcome: 'stopped' });
};

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.appUrl, { max: 4, applicationName: 'bailout book spec' });
  log = openPostgresLog({ pool, onSetback: (error) => expect(error).toBeUndefined() });
  await appended(
    defined('B24', { cap: '1000.00' }),
    defined('B25'),
    granted(bankA, '500.00'),
    granted(bankB, '200.00'),
    disbursed(bankA, 'D1', { amount: '300.00' }),
    disbursed(bankA, 'D2', { kind: 'DEFERRAL', borrower: borrower({ id: '9131000013221158XC' }) }),
    disbursed(bankA, 'D1', { programme: asBailoutProgrammeCode('B25'), amount: '7.00' }, '2024-06-02'),
    disbursed(bankB, 'D1', { kind: 'RELIEF_LOAN', loanId: asLoanId('L1') }),
    returned(bankA, 'D1', '50.00'),
    returned(bankA, 'D1', '0.50'),
    // Not taken back from what is used, whatever its kind says.
    returned(bankA, 'D1', '2.00', { programme: asBailoutProgrammeCode('B25'), counts: false }),
  );
  await brought();
});
afterAll(async () => {
  await log.close();
  await pool.end();
  await database.drop();
});

const disbursements = (asked: Partial<DisbursementsAsked> = {}) =>
  new DisbursementsHandler(pool).execute(new DisbursementsQuery({ limit: 100, ...asked }));

const keys = async (asked: Partial<DisbursementsAsked>): Promise<readonly string[]> =>
  (await disbursements(asked)).items.map(
    ({ institution, programme, disbursementId }) =>
      `${institution === bankA ? 'A' : 'B'} ${programme} ${disbursementId}`,
  );

describe('disbursements', () => {
  it('are shown with what came back of them', async () => {
    const { items } = await disbursements({ institution: [bankA], programme: ['B24'], kind: ['BRIDGE'] });
    expect(items).toMatchObject([
      { disbursementId: 'D1', amount: '300.00', returned: '50.50', net: '249.50', seq: 10 },
    ]);
  });

  it.each<[string, Partial<DisbursementsAsked>, readonly string[]]>([
    ['all, in the order of their keys', {}, ['A B24 D1', 'A B24 D2', 'A B25 D1', 'B B24 D1']],
    ['of an institution', { institution: [bankB] }, ['B B24 D1']],
    ['of no institution', { institution: [] }, []],
    ['of a programme', { programme: ['B25'] }, ['A B25 D1']],
    ['of kinds', { kind: ['DEFERRAL', 'RELIEF_LOAN'] }, ['A B24 D2', 'B B24 D1']],
    ['of a borrower', { borrower: ['9131000013221158XC'] }, ['A B24 D2']],
    ['of a loan', { loan: ['L1'] }, ['B B24 D1']],
    ['of no loan', { loan: [] }, []],
    ['effective from a day on', { effectiveFrom: '2024-06-02' }, ['A B25 D1']],
    ['effective up to a day', { effectiveTo: '2024-06-01', institution: [bankA] }, ['A B24 D1', 'A B24 D2']],
    ['effective on a day', { effectiveFrom: '2024-06-02', effectiveTo: '2024-06-02' }, ['A B25 D1']],
  ])('%s', async (_, asked, expected) => {
    expect(await keys(asked)).toEqual(expected);
  });

  it('go on where the page before ended', async () => {
    const { next } = await disbursements({ limit: 2 });
    expect(await keys({ limit: 2, cursor: next ?? '' })).toEqual(['A B25 D1', 'B B24 D1']);
    await expect(disbursements({ cursor: 'nonsense' })).rejects.toThrow(MalformedCursor);
  });
});

describe('allocations', () => {
  const allocations = (asked: {
    programme?: readonly string[];
    institution?: readonly string[];
    cursor?: string;
  }) => new AllocationsHandler(pool).execute(new AllocationsQuery({ limit: 1, ...asked }));

  it('say what was granted, is used and is left', async () => {
    expect(await allocations({ institution: [bankA], programme: ['B24'] })).toEqual({
      items: [
        { institution: bankA, programme: 'B24', granted: '500.00', used: '249.50', available: '250.50' },
      ],
      next: null,
    });
    expect((await allocations({ institution: [bankB] })).items).toMatchObject([{ used: '100.00' }]);
    expect((await allocations({ programme: ['B25'] })).items).toMatchObject([
      { granted: '0.00', used: '7.00' },
    ]);
  });

  it('go on where the page before ended', async () => {
    const { next } = await allocations({});
    expect((await allocations({ cursor: next ?? '' })).items).toMatchObject([
      { institution: bankA, programme: asBailoutProgrammeCode('B25') },
    ]);
  });
});

describe('bailout programmes', () => {
  it('say what is granted of their cap', async () => {
    const asked = (more: { cursor?: string }) =>
      new BailoutProgrammesHandler(pool).execute(new BailoutProgrammesQuery({ limit: 1, ...more }));
    const { items, next } = await asked({});
    expect(items).toMatchObject([{ code: 'B24', cap: '1000.00', granted: '700.00', seq: 4 }]);
    expect((await asked({ cursor: next ?? '' })).items).toMatchObject([
      { code: 'B25', cap: null, granted: '0.00' },
    ]);
  });

  it('are told as of a place in the order', async () => {
    const asOf = (seq: number) =>
      new BailoutProgrammeHandler(pool).execute(
        new BailoutProgrammeQuery(asBailoutProgrammeCode('B24'), seq),
      );
    expect(await asOf(4)).toMatchObject({ code: 'B24', granted: '700.00', seq: 4 });
    expect((await asOf(3))?.granted).not.toBe('700.00');
    expect(await asOf(0)).toBeNull();
  });
});

describe('the checker of the bailout book', () => {
  it.each([
    ['disbursement_page', 'disbursement_id'],
    ['allocation_page', 'institution'],
    ['bailout_programme_page', 'code'],
  ])('finds a wrong, a missing and a surplus row of %s', async (table, keyColumn) => {
    const client = await pool.connect();
    try {
      await expectPlantedRowsFound(bailoutBookChecker, client, table, keyColumn);
    } finally {
      client.release();
    }
  });
});
