import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sums that a round of checks carries from slice to slice (ADR 37): for each row to come its numbers so far. They mean something only beside
 * the place in `projection_checks` that was written with them.
 */
export class CarriedSums1796600000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table projection_check_sums (
        projection text collate "C" not null,
        part text collate "C" not null,
        key text[] collate "C" not null,
        numbers numeric[] not null,
        primary key (projection, part, key)
      ) with (fillfactor = 70);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
