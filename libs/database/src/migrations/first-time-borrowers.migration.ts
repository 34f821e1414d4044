import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the arbiter knows of each borrower: on which days loans were drawn at all banks, the claims, what supervisors decided; and
 * of each loan, since a cancellation names neither borrower nor day. Beside it the facts that followers derived, each with its cause.
 */
export class FirstTimeBorrowers1732000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table first_time_dossier (
        borrower_key text collate "C" primary key,
        dossier json not null
      ) with (fillfactor = 80);

      create table first_time_loan (
        stream text collate "C" primary key,
        borrower_key text collate "C" not null,
        loan json not null
      ) with (fillfactor = 90);

      create table derived_facts (
        follower text collate "C" not null,
        stream text collate "C" not null,
        revision integer not null,
        cause bigint not null,
        seq bigint,
        primary key (follower, stream, revision)
      ) with (fillfactor = 80);
      create index derived_facts_seq on derived_facts (seq);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
