import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { asWritten, bankA, bankB, borrower, expectPlantedRowsFound } from '#testing';
import { loanBookChecker } from './loan-book.checker.js';
import {
  cancelled,
  claimed,
  contestDecided,
  extended,
  issued,
  opened,
  reclassified,
  renewed,
  repaid,
  settled,
  writtenOff,
} from './testing/loan-facts.js';
import { type LoanLog, loanLog } from './testing/loan-log.js';

/* Every kind of fact, in every order that matters to a row, so that the two derivations meet in each of their branches. */

let planted: LoanLog;

beforeAll(async () => {
  planted = await loanLog();
  const { appended, said, brought } = planted;
  await appended(
    bankA,
    asLoanId('L1'),
    issued('2024-01-10', { noteNo: 'N-1', drawdownTime: '10:00:00' }),
    extended('2024-02-01', '2025-03-01'),
    extended('2024-02-02', '2025-04-01'),
    claimed('2024-02-03'),
    renewed('2024-12-01', { topUpAmount: '50.50', newNoteNo: 'N-2', rateBp: 300 }),
    reclassified('2024-12-02', 'SUBSTANDARD'),
    extended('2024-12-03', '2026-06-30'),
    renewed('2025-06-01', { renewalNo: 2, newMaturityDate: asWritten('2027-01-01') }),
  );
  await appended(bankA, asLoanId('L2'), opened('2023-12-31'), renewed('2024-04-01', { renewalNo: 3 }));
  await appended(bankA, asLoanId('L3'), opened('2023-12-31'), cancelled('2024-02-01'));
  await appended(
    bankA,
    asLoanId('L4'),
    issued('2024-01-10'),
    writtenOff('2024-02-01', '1.00'),
    repaid('2024-02-02', '999.00'),
  );
  await appended(
    bankB,
    asLoanId('L1'),
    issued('2024-01-10'),
    claimed('2024-01-11'),
    repaid('2024-02-02', '999.00'),
  );
  await appended(bankB, asLoanId('L1'), writtenOff('2024-02-01', '1.00'));
  await appended(
    bankB,
    asLoanId('L5'),
    issued('2024-01-10', { borrower: borrower({ name: '甲公司' }), tags: [] }),
  );
  await said(
    settled('FirstTimeRecognised', bankB, asLoanId('L1')),
    settled('FirstTimeDenied', bankA, asLoanId('L1'), {
      reason: 'PRIOR_LOAN',
      earlierDate: asWritten('2023-05-01'),
    }),
    contestDecided(bankA, asLoanId('L1')),
  );
  await brought();
});
afterAll(() => planted.close());

const connected = async (work: (client: import('pg').PoolClient) => Promise<void>): Promise<void> => {
  const client = await planted.pool.connect();
  try {
    await work(client);
  } finally {
    client.release();
  }
};

describe('the checker of the loan book', () => {
  it('derives the same rows', () =>
    connected(async (client) => {
      expect(await loanBookChecker.check(client)).toEqual([]);
    }));

  it.each(['loan_page', 'claim_page'])('finds a wrong, a missing and a surplus row of %s', (table) =>
    connected((client) => expectPlantedRowsFound(loanBookChecker, client, table, 'loan_id')),
  );

  it('looks at the columns that lists are filtered by', () =>
    connected(async (client) => {
      await client.query('begin');
      await client.query(`update loan_page set district = '310000' where loan_id = 'L5'`);
      await client.query(`update claim_page set status = null where institution = $1 and loan_id = 'L1'`, [
        bankA,
      ]);
      expect((await loanBookChecker.check(client)).map(({ table, key }) => [table, key])).toEqual([
        ['loan_page', `${bankB} L5`],
        ['claim_page', `${bankA} L1`],
      ]);
      await client.query('rollback');
    }));

  it('looks no further than the checkpoint', () =>
    connected(async (client) => {
      await planted.appended(bankB, asLoanId('L6'), issued('2024-01-10'));
      expect(await loanBookChecker.check(client)).toEqual([]);
      await planted.brought();
      expect(await loanBookChecker.check(client)).toEqual([]);
    }));
});
