import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Loans that a borrower had until they were reversed: what was known of its claims at an earlier fact rests on them too. They follow from
 * the facts as the pages of loans do, and are emptied with them, whoever empties those.
 */
export class FormerLoans1732000297000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table former_loan (
        borrower_key text collate "C" not null,
        institution text collate "C" not null,
        loan_id text collate "C" not null,
        primary key (borrower_key, institution, loan_id)
      );
      create function empty_former_loans() returns trigger language plpgsql security invoker as $$
      begin
        truncate former_loan;
        return null;
      end $$;
      create trigger former_loans_begin_again after truncate on loan_page
        for each statement execute function empty_former_loans();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
