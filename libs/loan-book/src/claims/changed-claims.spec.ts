import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { asWritten, bankA, bankB, borrower, correctedTo, reversedAt } from '#testing';
import { loanBookChecker } from '../loan-book.checker.js';
import { LoanPageHandler, LoanPageQuery } from '../loans.query.js';
import { cancelled, claimed, issued, opened, settled } from '../testing/loan-facts.js';
import { type LoanLog, loanLog } from '../testing/loan-log.js';
import { ClaimHandler, ClaimQuery, type ClaimsAsked, ClaimsHandler, ClaimsQuery } from './claims.query.js';

/* Claims whose loans, or which themselves, were corrected and reversed, beside what the arbiter said of them. */

const other = borrower({ id: '9131000013221158XC' });
const ofOther = { borrowerKey: other.id };
const withdrawn = { reason: 'CLAIM_WITHDRAWN', held: true } as const;
const loanGone = { reason: 'LOAN_WITHDRAWN' } as const;

let planted: LoanLog;

beforeAll(async () => {
  planted = await loanLog();
  const { appended, said, saidOf, brought } = planted;
  await appended(
    bankA,
    asLoanId('L1'),
    issued('2024-01-10', { drawdownTime: '10:00:00' }),
    claimed('2024-01-11'),
  );
  await said(settled('FirstTimeRecognised', bankA, asLoanId('L1')));
  await appended(bankA, asLoanId('L1'), correctedTo(0, issued('2024-01-09')));
  await said(
    settled('FirstTimeRevoked', bankA, asLoanId('L1'), { reason: 'DRAWDOWN_CHANGED', held: true }),
    settled('FirstTimeRecognised', bankA, asLoanId('L1')),
  );
  // Withdrawn; the loan stands.
  await appended(bankA, asLoanId('L2'), issued('2024-01-10'), claimed('2024-01-11'));
  await said(
    settled('FirstTimeDenied', bankA, asLoanId('L2'), {
      reason: 'PRIOR_LOAN',
      earlierDate: asWritten('2024-01-09'),
    }),
  );
  await appended(bankA, asLoanId('L2'), reversedAt(1));
  // Withdrawn, and the loan as well; the id is free.
  await appended(
    bankA,
    asLoanId('L3'),
    issued('2024-01-10'),
    claimed('2024-01-11'),
    reversedAt(1),
    reversedAt(0),
  );
  await said(settled('FirstTimeRevoked', bankA, asLoanId('L3'), loanGone));
  // The same, and the id is another borrower's.
  await appended(
    bankB,
    asLoanId('L4'),
    issued('2024-01-10'),
    claimed('2024-01-11'),
    reversedAt(1),
    reversedAt(0),
  );
  await said(settled('FirstTimeRevoked', bankB, asLoanId('L4'), withdrawn));
  await appended(bankB, asLoanId('L4'), issued('2024-05-01', { borrower: other }));
  await brought();
  // What the arbiter says of the first borrower comes after what it says of the second.
  await appended(
    bankB,
    asLoanId('L5'),
    issued('2024-01-10'),
    claimed('2024-01-11'),
    reversedAt(1),
    reversedAt(0),
  );
  await appended(
    bankB,
    asLoanId('L5'),
    issued('2024-06-01', { borrower: other }),
    claimed('2024-06-02', other),
  );
  await saidOf(other.id, settled('FirstTimeRecognised', bankB, asLoanId('L5'), ofOther));
  await said(settled('FirstTimeRevoked', bankB, asLoanId('L5'), loanGone));
  // Claimed anew, for the same loan.
  await appended(bankB, asLoanId('L6'), issued('2024-01-10'), claimed('2024-01-11'));
  await said(settled('FirstTimeSuperseded', bankB, asLoanId('L6'), { reason: 'EARLIER_CLAIM' }));
  await appended(bankB, asLoanId('L6'), reversedAt(1));
  await said(settled('FirstTimeRevoked', bankB, asLoanId('L6'), { reason: 'CLAIM_WITHDRAWN' }));
  await appended(bankB, asLoanId('L6'), claimed('2024-01-12'), correctedTo(3, claimed('2024-01-13')));
  // Revoked with its loan before it was withdrawn: nothing more is said of it.
  await appended(bankB, asLoanId('L8'), issued('2024-01-10'), claimed('2024-01-11'), cancelled('2024-01-12'));
  await said(settled('FirstTimeRevoked', bankB, asLoanId('L8'), loanGone));
  await appended(bankB, asLoanId('L8'), reversedAt(1));
  // Reversed without a claim, and opened under the same id.
  await appended(bankB, asLoanId('L7'), issued('2024-01-10'), reversedAt(0), opened('2024-01-10'));
  await brought();
});
afterAll(() => planted.close());

const claims = async (asked: Partial<ClaimsAsked> = {}) =>
  (await new ClaimsHandler(planted.pool).execute(new ClaimsQuery({ limit: 100, ...asked }))).items.map(
    ({ loanId, status }) => `${loanId} ${status}`,
  );
const claim = (institution: string, loanId: string) =>
  new ClaimHandler(planted.pool).execute(new ClaimQuery(institution, loanId));
const loan = (institution: string, loanId: string) =>
  new LoanPageHandler(planted.pool).execute(new LoanPageQuery(institution, loanId));

describe('a claim', () => {
  it('has the drawdown of its loan as that stands', async () => {
    const found = await claim(bankA, 'L1');
    expect(found).toMatchObject({ drawdownDate: '2024-01-09', drawdownTime: null, status: 'RECOGNISED' });
    expect((await loan(bankA, 'L1'))?.claim).toEqual(found);
  });

  it('is revoked on its own route once withdrawn, and not on its loan any more', async () => {
    expect(await claim(bankA, 'L2')).toMatchObject({
      status: 'REVOKED',
      reason: 'CLAIM_WITHDRAWN',
      contested: false,
      earlierDate: null,
    });
    expect(await loan(bankA, 'L2')).toMatchObject({ status: 'ACTIVE', claim: null });
  });

  it('keeps the reason that it was revoked for, and is gone from the cancelled loan', async () => {
    expect(await claim(bankB, 'L8')).toMatchObject({ status: 'REVOKED', reason: 'LOAN_WITHDRAWN' });
    expect(await loan(bankB, 'L8')).toMatchObject({ status: 'CANCELLED', claim: null });
  });

  it('stays there when its loan is reversed, and when the id goes to another borrower', async () => {
    expect(await loan(bankA, 'L3')).toBeNull();
    expect(await claim(bankA, 'L3')).toMatchObject({ status: 'REVOKED', reason: 'LOAN_WITHDRAWN' });
    expect(await loan(bankB, 'L4')).toMatchObject({ borrower: other, claim: null });
    expect(await claim(bankB, 'L4')).toMatchObject({
      borrowerKey: borrower().id,
      drawdownDate: '2024-01-10',
      status: 'REVOKED',
    });
  });

  it('gives place to the new one, whatever is said of the one before after that', async () => {
    expect(await claim(bankB, 'L5')).toMatchObject({
      borrowerKey: other.id,
      drawdownDate: '2024-06-01',
      status: 'RECOGNISED',
    });
    expect((await loan(bankB, 'L5'))?.claim?.status).toBe('RECOGNISED');
    expect(await claim(bankB, 'L6')).toMatchObject({ status: 'PENDING', reason: null });
    expect((await loan(bankB, 'L6'))?.claim?.status).toBe('PENDING');
    expect(await claim(bankB, 'L7')).toBeNull();
  });

  it('is found by what it is now', async () => {
    expect(await claims()).toEqual([
      'L1 RECOGNISED',
      'L2 REVOKED',
      'L3 REVOKED',
      'L4 REVOKED',
      'L5 RECOGNISED',
      'L6 PENDING',
      'L8 REVOKED',
    ]);
    expect(await claims({ borrower: [other.id] })).toEqual(['L5 RECOGNISED']);
    expect(await claims({ status: ['REVOKED'], institution: [bankB] })).toEqual(['L4 REVOKED', 'L8 REVOKED']);
    expect(await claims({ contested: true })).toEqual([]);
  });

  it('is what the checker derives, which finds one that its correction passed by', async () => {
    const client = await planted.pool.connect();
    try {
      expect(await loanBookChecker.check(client)).toEqual([]);
      await client.query('begin');
      await client.query(`update claim_page set drawdown_time = '10:00:00' where loan_id = 'L1'`);
      expect((await loanBookChecker.check(client)).map(({ table, key }) => `${table} ${key}`)).toEqual([
        `claim_page ${bankA} L1`,
      ]);
      await client.query('rollback');
    } finally {
      client.release();
    }
  });
});
