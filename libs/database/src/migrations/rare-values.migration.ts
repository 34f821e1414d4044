import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists by a value that hardly any row has, or none, walked all rows in the order of the list. Of such values there is an index in that order; of
 * values of which each has some hundredth, one by which the database finds the rows and sorts them. Values of most rows have none: their rows
 * are met soon on the way, and would pay for it each time. Maturities are met by institution, since each renewal writes theirs anew.
 */
const indexes = [
  `loan_page_status on loan_page (status, institution, loan_id) where status in ('WRITTEN_OFF', 'CANCELLED')`,
  `loan_page_classification on loan_page (classification, institution, loan_id) where classification <> 'NORMAL'`,
  `loan_page_size on loan_page (size, institution, loan_id) where size in ('MEDIUM', 'LARGE')`,
  `loan_page_product on loan_page (product, institution, loan_id) where product in ('FIXED_ASSET', 'TRADE', 'OTHER')`,
  `loan_page_technology on loan_page (institution, loan_id) where tags @> '{TECHNOLOGY}'`,
  `loan_page_green on loan_page (institution, loan_id) where tags @> '{GREEN}'`,
  `loan_page_ip_pledge on loan_page (institution, loan_id) where tags @> '{IP_PLEDGE}'`,
  `loan_page_chain on loan_page (institution, loan_id) where tags @> '{CHAIN}'`,
  'loan_page_district on loan_page (district)',
  'loan_page_industry on loan_page (industry)',
  'loan_page_maturity on loan_page (institution, maturity)',
  'disbursement_page_kind on disbursement_page (kind)',
  'disbursement_page_loan on disbursement_page (loan_id) where loan_id is not null',
  'disbursement_page_day on disbursement_page (effective_date)',
] as const;

export class RareValues1796700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const index of indexes) await runner.query(`create index ${index}`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
