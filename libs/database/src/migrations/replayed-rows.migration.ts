import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a replay whose verdict is "different": rows that are not what the facts say. */
export class ReplayedRows1796800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table replay add column differing_rows json not null default '[]'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
