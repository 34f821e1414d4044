import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Counts of distinct keys, kept for each target since a key counts on its first day within the target's period, and values that
 * institutions reported. The projection begins again: quantities of keys were not kept before.
 */
export class TargetCounts1732000110000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index measure_delta_key on measure_delta (computation, distinct_key) where distinct_key is not null;

      create table distinct_day (
        target bigint not null,
        computation bigint not null,
        dimension text collate "C" not null,
        value text collate "C" not null,
        effective_date date not null,
        quantity integer not null,
        primary key (target, computation, dimension, value, effective_date)
      ) with (fillfactor = 70);

      create table indicator_value (
        computation bigint not null,
        institution text collate "C" not null,
        scope text collate "C" not null,
        as_at date not null,
        seq bigint not null,
        effective_date date,
        quantity numeric(24, 0) not null,
        primary key (computation, institution, scope, as_at, seq)
      );

      truncate figure_definition, source_fact, figure_subject, measure_delta, measure_day, target_attainment;
      delete from projection_checkpoints where name = 'targets';
      delete from projection_failures where name = 'targets';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
