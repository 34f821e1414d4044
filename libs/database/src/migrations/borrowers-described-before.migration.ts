import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows of borrowers remember by which facts they were described before. They are made anew from the first fact on; with the new version in the
 * checkpoint a projector of the version before stops by itself, should it still run.
 */
export class BorrowersDescribedBefore1732000290000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      truncate borrower_page;
      update projection_checkpoints set version = 2, seq = 0 where name = 'borrower-book';
      delete from projection_failures where name = 'borrower-book';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
