import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Figures of measures and targets. Quantities are whole numbers of fen or pieces. They are kept under `computation`, the
 * seq of the fact that said what the measure computes, so that an amended measure never mixes with what it was before.
 */
export class TargetFigures1732000060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table figure_definition (
        seq bigint primary key,
        kind text not null check (kind in ('programme', 'target', 'measure', 'calendar')),
        code text not null,
        part text not null,
        version integer not null,
        first_seq bigint not null,
        until_seq bigint,
        data json not null,
        computation bigint,
        complete boolean
      );
      create unique index figure_definition_in_force on figure_definition (kind, code, part) where until_seq is null;

      create table source_fact (
        type text primary key,
        first_seq bigint not null
      );

      create table figure_subject (
        subject text collate "C" primary key,
        state json not null
      ) with (fillfactor = 80);

      create table measure_delta (
        computation bigint not null,
        seq bigint not null,
        ordinal integer not null,
        effective_date date not null,
        institution text collate "C",
        district text collate "C",
        industry text collate "C",
        size text collate "C",
        bailout_programme text collate "C",
        borrower_kind text collate "C",
        distinct_key text collate "C",
        quantity numeric(24, 0) not null,
        primary key (computation, seq, ordinal)
      );
      create index measure_delta_institution on measure_delta (computation, institution, effective_date);

      create table measure_day (
        computation bigint not null,
        dimension text collate "C" not null,
        value text collate "C" not null,
        effective_date date not null,
        quantity numeric(24, 0) not null,
        primary key (computation, dimension, value, effective_date)
      ) with (fillfactor = 70);

      create table target_attainment (
        target bigint not null,
        computation bigint not null,
        total numeric(24, 0) not null,
        first_seq bigint,
        primary key (target, computation)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
