import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows are checked slice by slice (ADR 37): which slice comes next, and what this round has found so far beside what the last one did.
 */
export class SlicedChecks1796400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table projection_checks
        add column part integer not null default 0,
        add column after text collate "C",
        add column found bigint not null default 0,
        add column found_first json not null default '[]',
        add column is_broken boolean not null default false,
        add column round_ms bigint not null default 0,
        add column completed_at timestamptz(3);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
