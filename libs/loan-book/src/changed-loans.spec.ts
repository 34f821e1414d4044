import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { bankA, bankB, borrower, correctedTo, reversedAt } from '#testing';
import { loanBookChecker } from './loan-book.checker.js';
import { LoanPageHandler, LoanPageQuery, LoansHandler, LoansQuery } from './loans.query.js';
import { extended, issued, opened, renewed, repaid, writtenOff } from './testing/loan-facts.js';
import { type LoanLog, loanLog } from './testing/loan-log.js';

/* Loans whose facts were corrected and reversed, in batches of four facts. */

let planted: LoanLog;

const moved = borrower({ district: '310101', size: 'MICRO', industry: 'K70' });

beforeAll(async () => {
  planted = await loanLog();
  const { appended, brought } = planted;
  await appended(
    bankA,
    asLoanId('L1'),
    issued('2024-01-10'),
    renewed('2024-12-01', { topUpAmount: '50.00' }),
    repaid('2025-02-01', '1050.00'),
    correctedTo(2, repaid('2025-02-02', '50.00')),
    correctedTo(0, issued('2024-01-11', { borrower: moved, product: 'TRADE', tags: ['GREEN'] })),
  );
  await appended(bankA, asLoanId('L2'), issued('2024-01-10'), reversedAt(0));
  await appended(bankB, asLoanId('L2'), opened('2024-01-10'));
  await appended(
    bankA,
    asLoanId('L3'),
    issued('2024-01-10'),
    reversedAt(0),
    opened('2024-01-12', { tags: ['CHAIN'] }),
  );
  await appended(
    bankA,
    asLoanId('L4'),
    issued('2024-01-10'),
    extended('2024-02-01', '2025-06-30'),
    writtenOff('2024-03-01', '1000.00'),
    reversedAt(2),
    reversedAt(1),
    repaid('2024-04-01', '1.00'),
  );
  await brought();
  await appended(bankA, asLoanId('L4'), correctedTo(5, repaid('2024-04-02', '2.00')));
  await appended(
    bankA,
    asLoanId('L4'),
    correctedTo(5, repaid('2024-04-03', '1000.00')),
    correctedTo(0, issued('2024-01-09')),
  );
  await brought();
});
afterAll(() => planted.close());

const loan = (institution: string, loanId: string) =>
  new LoanPageHandler(planted.pool).execute(new LoanPageQuery(institution, loanId));

describe('a loan with corrections', () => {
  it('is the fold of its facts as they stand, as of the last correction', async () => {
    expect(await loan(bankA, 'L1')).toMatchObject({
      status: 'ACTIVE',
      outstanding: '1000.00',
      product: 'TRADE',
      tags: ['GREEN'],
      borrower: moved,
      chainStart: '2024-01-11',
      legs: [{ start: '2024-01-11' }, { no: 1 }],
      seq: 5,
    });
    expect(await loan(bankA, 'L4')).toMatchObject({
      status: 'REPAID',
      outstanding: '0.00',
      maturity: '2025-01-10',
      chainStart: '2024-01-09',
      seq: 20,
    });
  });

  it('is found by what it is now, and not by what it was', async () => {
    const found = async (asked: object) =>
      (await new LoansHandler(planted.pool).execute(new LoansQuery({ limit: 10, ...asked }))).items.map(
        ({ loanId }) => loanId,
      );
    expect(await found({ district: ['310101'] })).toEqual(['L1']);
    expect(await found({ product: ['TRADE'], tag: ['GREEN'] })).toEqual(['L1']);
    expect(await found({ tag: ['INCLUSIVE'] })).toEqual(['L4', 'L2']);
  });

  it('is gone once its first report is reversed, until it is reported anew', async () => {
    expect(await loan(bankA, 'L2')).toBeNull();
    expect(await loan(bankB, 'L2')).toMatchObject({ outstanding: '800.00' });
    expect(await loan(bankA, 'L3')).toMatchObject({ tags: ['CHAIN'], chainStart: '2021-05-01', seq: 11 });
  });

  it('is what the checker derives, which finds a page that kept what was corrected', async () => {
    const client = await planted.pool.connect();
    try {
      expect(await loanBookChecker.check(client)).toEqual([]);
      await client.query('begin');
      await client.query(`update loan_page set product = 'WORKING_CAPITAL' where product = 'TRADE'`);
      expect((await loanBookChecker.check(client)).map(({ key }) => key)).toEqual([`${bankA} L1`]);
      await client.query('rollback');
    } finally {
      client.release();
    }
  });
});
