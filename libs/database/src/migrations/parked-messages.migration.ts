import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a fact was parked, in words that may repeat a value of it: for the owner of the database, and told nowhere else. */
export class ParkedMessages1796100000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table parked_fact add column message text');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
