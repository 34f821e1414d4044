import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * USCCs that are lawful by a fact, in the register book. Its other rows stay as they are, and no such fact was recorded before this; with
 * the new version in the checkpoint a projector of the version before stops by itself and passes none of them over.
 */
export class Usccs1732000190000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table uscc_page (
        code text collate "C" primary key,
        page json not null
      );
      update projection_checkpoints set version = 2 where name = 'register-book';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
