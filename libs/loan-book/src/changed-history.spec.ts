import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { asInstitutionCode, asLoanId } from '#identifiers';
import { asWritten, bankA, bankB, borrower, correctedTo, reversedAt } from '#testing';
import { LoanHistoryHandler, LoanHistoryQuery } from './loan-history.query.js';
import { claimed, issued, opened, repaid, settled } from './testing/loan-facts.js';
import { type LoanLog, loanLog } from './testing/loan-log.js';

/* Histories with corrections and reversals: what was known then stays, and a page costs what it shows, or the loan once. */

const long = 1_000;
let planted: LoanLog;
let read = 0;
let counting: pg.Pool;

beforeAll(async () => {
  planted = await loanLog();
  const { appended, said, brought, pool } = planted;
  await appended(bankA, asLoanId('L1'), issued('2024-01-10'), repaid('2024-02-01', '10.00'));
  await appended(bankA, asLoanId('L1'), correctedTo(1, repaid('2024-02-01', '20.00')));
  await appended(bankA, asLoanId('L1'), correctedTo(0, issued('2024-01-09', { product: 'TRADE' })));
  await appended(bankA, asLoanId('L1'), reversedAt(1), reversedAt(0));
  await appended(
    bankA,
    asLoanId('L1'),
    opened('2024-03-01', { borrower: borrower({ id: '9131000013221158XC' }) }),
    repaid('2024-03-02', '1.00'),
  );
  // Denied for a loan that was reversed later.
  await appended(bankA, asLoanId('C1'), issued('2024-01-10'), claimed('2024-01-11'));
  await appended(bankB, asLoanId('P1'), opened('2024-01-10', { startDate: asWritten('2022-05-01') }));
  await said(
    settled('FirstTimeDenied', bankA, asLoanId('C1'), {
      reason: 'PRIOR_LOAN',
      earlierDate: asWritten('2022-05-01'),
    }),
  );
  await appended(bankA, asLoanId('C1'), repaid('2024-02-01', '1.00'));
  await appended(
    bankB,
    asLoanId('P1'),
    correctedTo(0, opened('2024-01-10', { startDate: asWritten('2022-04-01') })),
  );
  await appended(bankA, asLoanId('C1'), repaid('2024-02-02', '1.00'));
  await appended(bankB, asLoanId('P1'), reversedAt(0));
  await said(settled('FirstTimeRecognised', bankA, asLoanId('C1')));
  await appended(bankA, asLoanId('C1'), repaid('2024-02-03', '1.00'));
  await appended(
    bankB,
    asLoanId('LONG'),
    issued('2024-01-10'),
    ...Array.from({ length: long - 2 }, () => repaid('2024-02-01', '0.01')),
    correctedTo(3, repaid('2024-02-02', '0.02')),
  );
  await brought(1_000);
  counting = {
    query: async (text: string, values: readonly unknown[]) => {
      const result = await pool.query(text, [...values]);
      read += result.rows.length;
      return result;
    },
  } as unknown as pg.Pool;
});
afterAll(() => planted.close());

const history = (institution: string, loanId: string, more: { limit?: number; cursor?: string } = {}) => {
  read = 0;
  return new LoanHistoryHandler(counting).execute(
    new LoanHistoryQuery({
      institution: asInstitutionCode(institution),
      loanId: asLoanId(loanId),
      limit: 100,
      ...more,
    }),
  );
};

describe('the history of a loan with corrections', () => {
  it('tells at each fact what was known then, and at a correction the corrected loan', async () => {
    const found = await history(bankA, 'L1');
    expect(
      found?.items.map(({ fact, state }) => [fact.type, state?.outstanding, state?.product, state?.seq]),
    ).toEqual([
      ['LoanIssued', '1000.00', 'WORKING_CAPITAL', 1],
      ['LoanRepaid', '990.00', 'WORKING_CAPITAL', 2],
      ['FactCorrected', '980.00', 'WORKING_CAPITAL', 3],
      ['FactCorrected', '980.00', 'TRADE', 4],
      ['FactReversed', '1000.00', 'TRADE', 5],
      ['FactReversed', undefined, undefined, undefined],
      ['LoanOpened', '800.00', 'WORKING_CAPITAL', 7],
      ['LoanRepaid', '799.00', 'WORKING_CAPITAL', 8],
    ]);
    expect(found?.items[5]?.state).toBeNull();
    expect(found?.items[0]?.fact.data).toMatchObject({ product: 'WORKING_CAPITAL' });
  });

  it('marks what was corrected or reversed later, by the last change of it, and which fact each change concerns', async () => {
    const found = await history(bankA, 'L1');
    const seqs = (found?.items ?? []).map(({ fact: { seq }, changes, changedBy }) => [
      seq,
      changes?.seq ?? null,
      changedBy?.seq ?? null,
    ]);
    expect(seqs).toEqual([
      [1, null, 6],
      [2, null, 5],
      [3, 2, 5],
      [4, 1, 6],
      [5, 2, null],
      [6, 1, null],
      [7, null, null],
      [8, null, null],
    ]);
    expect(found?.items[2]).toMatchObject({
      changes: { seq: 2, type: 'LoanRepaid' },
      changedBy: { seq: 5, type: 'FactReversed' },
    });
  });

  it('marks the same on whichever page a fact and its change are', async () => {
    const whole = (await history(bankA, 'L1'))?.items;
    const single: unknown[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await history(bankA, 'L1', { limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      single.push(...(page?.items ?? []));
      cursor = page?.next ?? null;
    }
    expect(single).toEqual(whole);
  });

  it('knows of loans that were reversed since, as they stood then', async () => {
    const found = await history(bankA, 'C1');
    expect(found?.items.map(({ state }) => [state?.claim?.status, state?.claim?.earlierDate])).toEqual([
      [undefined, undefined],
      ['PENDING', null],
      ['DENIED', '2022-05-01'],
      ['DENIED', '2022-04-01'],
      ['RECOGNISED', null],
    ]);
  });

  it('costs what a page of it shows, and the loan once more where a change is among it', async () => {
    await history(bankB, 'LONG', { limit: 10 });
    // With the change of one of the ten, at the end of the loan.
    expect(read).toBe(12);
    const cursor = Buffer.from(JSON.stringify([long - 11])).toString('base64url');
    const last = await history(bankB, 'LONG', { limit: 10, cursor });
    expect(last?.items.at(-1)?.state?.outstanding).toBe('990.01');
    expect(read).toBeLessThanOrEqual(long - 10 + 10 + long + 2);
  });
});
