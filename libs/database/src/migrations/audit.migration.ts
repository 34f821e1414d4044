import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What checks of the projections found last, and replays with what came of them. Both can be made again at any time. */
export class Audit1732000130000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table projection_checks (
        name text primary key,
        seq bigint not null,
        checked_at timestamptz(3) not null,
        duration_ms bigint not null,
        mismatches bigint not null,
        first json not null
      );

      create table replay (
        id uuid primary key,
        programme text not null,
        effective_as_of date not null,
        asked_at timestamptz(3) not null default clock_timestamp(),
        status text not null default 'RUNNING' check (status in ('RUNNING', 'COMPLETED', 'FAILED')),
        attempt integer not null default 0,
        begun_at timestamptz(3),
        ended_at timestamptz(3),
        seq bigint,
        facts_read bigint not null default 0,
        facts_total bigint not null,
        totals json not null default '[]',
        differences json not null default '[]',
        reason text
      ) with (fillfactor = 50);
      create index replay_running on replay (asked_at, id) where status = 'RUNNING';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
