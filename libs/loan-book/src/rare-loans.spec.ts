import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SnapshotPool } from '#database';
import { asLoanId } from '#identifiers';
import { bankA, bankB } from '#testing';
import { type LoansAsked, loansPage } from './loans.query.js';
import { issued } from './testing/loan-facts.js';
import { type LoanLog, loanLog } from './testing/loan-log.js';
import { rowsReadBy } from './testing/rows-read.js';

/* A list costs what it shows, also where hardly any loan, or none, has the value that is asked for. */

const loans = 6_000;
const rare: readonly (readonly [Omit<LoansAsked, 'limit'>, string])[] = [
  [{ status: ['CANCELLED'] }, `status = 'CANCELLED'`],
  [{ status: ['WRITTEN_OFF'] }, `status = 'WRITTEN_OFF'`],
  [{ classification: ['LOSS'] }, `classification = 'LOSS'`],
  [{ size: ['LARGE'] }, `size = 'LARGE'`],
  [{ product: ['OTHER'] }, `product = 'OTHER'`],
  [{ tag: ['IP_PLEDGE'] }, `tags = '{INCLUSIVE,IP_PLEDGE}'`],
  [{ tag: ['IP_PLEDGE', 'CHAIN'] }, `tags = '{INCLUSIVE,CHAIN}'`],
  [{ district: ['310151'] }, `district = '310151'`],
  [{ industry: ['T'] }, `industry = 'T97'`],
  [{ industry: ['P83'] }, `industry = 'P83'`],
  [{ maturityFrom: '2031-05-01', maturityTo: '2031-05-31' }, `maturity = '2031-05-06'`],
  [{ maturityTo: '1999-12-31' }, `maturity = '1999-12-31'`],
];

describe('a list of loans by a value that', () => {
  let planted: LoanLog;

  beforeAll(async () => {
    planted = await loanLog();
    await planted.appended(bankA, asLoanId('L1'), issued('2024-01-10'));
    await planted.brought();
    await planted.pool.query(`
      insert into loan_page
      select (jsonb_populate_record(loan_page, jsonb_build_object('loan_id', 'N' || no, 'borrower_key', 'of ' || no % 5000,
               'page', page::jsonb || jsonb_build_object('loanId', 'N' || no, 'institution', bank), 'institution', bank, 'tags', array['INCLUSIVE'],
               'maturity', date '2024-06-30' + no % 700, 'industry', 'C' || 13 + no % 20))).*
        from loan_page, generate_series(1, ${loans}) no, lateral (select case when no % 3 = 0 then '${bankA}' else '${bankB}' end as bank) of
       where loan_id = 'L1'`);
    await planted.analysed();
  });
  afterAll(() => planted.close());

  const costOf = (asked: Omit<LoansAsked, 'limit'>): Promise<number> =>
    rowsReadBy(planted.pool, (pool) => loansPage(pool, { ...asked, limit: 100 }));

  it.each(rare)('none of them has: %j', async (asked) => {
    for (const more of [{}, { institution: [bankB] }, { institution: [bankB], status: ['ACTIVE'] }])
      expect([more, (await costOf({ ...more, ...asked })) < 400]).toEqual([more, true]);
  });

  it.each(rare)('a few have, in order: %j', async (asked, change) => {
    await planted.pool.query(
      `update loan_page set ${change} where loan_id in ('N5999', 'N5997', 'N4', 'N5')`,
    );
    try {
      const { items } = await loansPage(planted.pool, { ...asked, limit: 3 });
      const ids = items.map(({ institution, loanId }) => `${institution} ${loanId}`);
      expect([ids.length, ids]).toEqual([3, ids.toSorted()]);
      const narrowed = { ...asked, institution: [bankB] };
      const { items: ofBank } = await loansPage(planted.pool, { ...narrowed, limit: 100 });
      expect(ofBank.map(({ loanId }) => loanId)).toEqual(
        ['N4', 'N5', 'N5999'].filter((id) => Number(id.slice(1)) % 3 > 0),
      );
      expect(await costOf(narrowed)).toBeLessThan(400);
    } finally {
      await planted.pool.query(
        `update loan_page changed set (status, classification, size, product, tags, district, industry, maturity) =
           (select status, classification, size, product, tags, district, industry, maturity from loan_page where loan_id = 'N7')
         where loan_id in ('N5999', 'N5997', 'N4', 'N5')`,
      );
    }
  });

  it('most have, and by institution', async () => {
    for (const asked of [{}, { status: ['ACTIVE'] }, { institution: [bankB] }, { tag: ['INCLUSIVE'] }])
      expect(await costOf(asked)).toBeLessThan(1_000);
  });

  it('is rare is planned for it, however often the same was asked of values that most have', async () => {
    const pool = new SnapshotPool({ connectionString: planted.pool.options.connectionString, max: 1 });
    try {
      const prepared = () =>
        pool.snapshot(async () => {
          for (let times = 0; times < 10; times += 1) await loansPage(pool, { status: ['ACTIVE'], limit: 1 });
          for (let times = 0; times < 10; times += 1)
            await loansPage(pool, { institution: [bankB], limit: 1 });
          const { rows } = await pool.query<{ statement: string }>(
            `select statement from pg_prepared_statements where statement like '%loan_page%'`,
          );
          return rows.map(({ statement }) => [
            / status = \$/.test(statement),
            /institution = \$1/.test(statement),
          ]);
        });
      expect(await prepared()).toEqual([[false, true]]);
    } finally {
      await pool.end();
    }
  });
});
