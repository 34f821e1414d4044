import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { claimsPage } from './claims/claims.query.js';
import { loansPage } from './loans.query.js';
import { bankA, bankB } from '#testing';
import { claimed, issued, settled } from './testing/loan-facts.js';
import { type LoanLog, loanLog } from './testing/loan-log.js';
import { type Ask, rowsReadBy } from './testing/rows-read.js';

/* One borrower may have as many loans as there are: a page of them must not cost all of them for each row. */

const loans = 3_000;
const borrower = 'many';

describe('a page of a borrower with many loans', () => {
  let planted: LoanLog;

  beforeAll(async () => {
    planted = await loanLog();
    await planted.appended(bankA, asLoanId('L1'), issued('2024-01-10'), claimed('2024-01-11'));
    await planted.said(settled('FirstTimeDenied', bankA, asLoanId('L1'), { reason: 'PRIOR_LOAN' }));
    await planted.brought();
    await planted.pool.query(`
      insert into loan_page
      select (jsonb_populate_record(loan_page, jsonb_build_object('loan_id', 'N' || no, 'borrower_key', '${borrower}'))).*
        from loan_page, generate_series(1, ${loans}) no where loan_id = 'L1'`);
    await planted.pool.query(`
      insert into claim_page
      select (jsonb_populate_record(claim_page, jsonb_build_object('loan_id', 'N' || no, 'borrower_key', '${borrower}',
               'status', case when no % 2 = 0 then 'DENIED' else 'RECOGNISED' end))).*
        from claim_page, generate_series(1, ${loans}) no where loan_id = 'L1'`);
    await planted.analysed();
  });
  afterAll(() => planted.close());

  const costOf = (ask: Ask): Promise<number> => rowsReadBy(planted.pool, ask);

  it.each([100, 1_000])('reads each of its loans a few times at most: %d loans', async (limit) => {
    expect(await costOf((pool) => loansPage(pool, { borrower: [borrower], limit }))).toBeLessThan(8 * loans);
    expect(await costOf((pool) => loansPage(pool, { limit }))).toBeLessThan(8 * loans);
  });

  it('reads of the claims those of its loans, however many others there are', async () => {
    await planted.pool.query(
      `insert into loan_page
       select (jsonb_populate_record(loan_page, jsonb_build_object('institution', $1::text, 'loan_id', 'N' || no, 'borrower_key', 'of ' || no))).*
         from loan_page, generate_series(1, ${loans}) no where loan_id = 'L1'`,
      [bankB],
    );
    await planted.analysed();
    expect(await costOf((pool) => loansPage(pool, { institution: [bankB], limit: 100 }))).toBeLessThan(
      2.5 * loans,
    );
  });

  it.each([{}, { borrower: [borrower] }, { status: ['DENIED'] }, { contested: true }, { contested: false }])(
    'and so for claims: %j',
    async (asked) => {
      expect(await costOf((pool) => claimsPage(pool, { limit: 1_000, ...asked }))).toBeLessThan(12 * loans);
    },
  );
});
