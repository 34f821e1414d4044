import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Pages of loans, bailouts, institutions and keys, as they are shown; columns beside them are keys and filters. All of it is
 * derived from the facts, but when a key was last used, which no fact says.
 */
export class Books1732000030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table loan_page (
        institution text collate "C" not null,
        loan_id text collate "C" not null,
        borrower_key text collate "C" not null,
        status text not null,
        product text not null,
        district text not null,
        industry text not null,
        size text not null,
        maturity date not null,
        page json not null,
        primary key (institution, loan_id)
      ) with (fillfactor = 80);
      create index loan_page_borrower on loan_page (borrower_key);

      create table disbursement_page (
        institution text collate "C" not null,
        programme text collate "C" not null,
        disbursement_id text collate "C" not null,
        kind text not null,
        borrower_key text collate "C" not null,
        page json not null,
        primary key (institution, programme, disbursement_id)
      ) with (fillfactor = 90);
      create index disbursement_page_borrower on disbursement_page (borrower_key);

      create table allocation_page (
        institution text collate "C" not null,
        programme text collate "C" not null,
        page json not null,
        primary key (institution, programme)
      ) with (fillfactor = 50);

      create table allocation_request (
        idempotency_key text collate "C" primary key,
        page json not null
      );

      create table bailout_programme_page (
        code text collate "C" primary key,
        page json not null
      ) with (fillfactor = 50);

      create table institution_page (
        code text collate "C" primary key,
        page json not null
      );

      create table key_page (
        key_id text collate "C" primary key,
        page json not null
      );

      create table key_last_used (
        key_id text collate "C" primary key,
        at timestamptz(3) not null
      ) with (fillfactor = 50);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
