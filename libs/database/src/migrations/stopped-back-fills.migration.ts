import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a back-fill stands still: it is told like a fact that a projection cannot apply. */
export class StoppedBackFills1796200000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table back_fill_stopped (
        projection text collate "C" primary key,
        seq bigint not null,
        reason text not null,
        message text not null,
        stopped_at timestamptz(3) not null default clock_timestamp()
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
