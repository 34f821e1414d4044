import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where each projection stands, and at which fact it stopped. */
export class Projections1732000020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table projection_checkpoints (
        name text primary key,
        version integer not null,
        seq bigint not null check (seq >= 0)
      ) with (fillfactor = 50);

      create table projection_failures (
        name text primary key,
        seq bigint not null,
        event_id text,
        message text not null,
        failed_at timestamptz(3) not null default now()
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
