import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The loans of a borrower, for who checks a dossier: without it all loans are read for each. It is written once for each loan, since a loan's
 * borrower does not change with it.
 */
export class BorrowersLoans1796600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index first_time_loan_borrower on first_time_loan (borrower_key)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
