import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports that were refused, as a list to reconcile against: primary data, since a refusal leaves no fact. No content is kept. */
export class Refusals1732000050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table refusals (
        no bigint generated always as identity primary key,
        at timestamptz(3) not null,
        institution text collate "C" not null,
        report_id text collate "C",
        type text,
        rule text,
        pointer text,
        retryable boolean not null
      );
      create index refusals_of_institution on refusals (institution, no desc);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
