import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Claims beside the loans they are of, more of loans and disbursements to filter by, borrowers, indicators, and what was
 * recorded for each institution by day. The books of loans and bailouts begin again, because their rows became others.
 */
export class WholeBooks1732000120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(beginAgain);
    await runner.query(claims);
    await runner.query(reported);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/** With the new version in the checkpoint a projector of the version before stops by itself, should it still run. */
const beginAgain = `
  truncate loan_page, disbursement_page, allocation_page, allocation_request, bailout_programme_page;
  update projection_checkpoints set version = 2, seq = 0 where name in ('loan-book', 'bailout-book');
  delete from projection_failures where name in ('loan-book', 'bailout-book');

  alter table loan_page add column classification text not null, add column tags text[] not null,
    add column chain_start date not null;
  alter table disbursement_page add column loan_id text collate "C", add column effective_date date not null;
`;

/**
 * A row for each issued loan, so that a claim finds the drawdown of its loan; its status is null until there is a claim. Claims
 * are few among them, hence the partial indexes.
 */
const claims = `
  create table claim_page (
    institution text collate "C" not null,
    loan_id text collate "C" not null,
    borrower_key text collate "C" not null,
    status text,
    drawdown_time text,
    page json not null,
    primary key (institution, loan_id)
  ) with (fillfactor = 90);
  create index claim_page_claimed on claim_page (institution, loan_id) where status is not null;
  create index claim_page_eligible on claim_page (borrower_key) include (drawdown_time)
    where status in ('RECOGNISED', 'SUPERSEDED');
  create index claim_page_borrower on claim_page (borrower_key) where status is not null;
`;

const reported = `
  create table borrower_page (
    borrower_key text collate "C" not null,
    institution text collate "C" not null,
    page json not null,
    primary key (borrower_key, institution)
  ) with (fillfactor = 80);

  create table indicator_page (
    institution text collate "C" not null,
    indicator text collate "C" not null,
    as_at text collate "C" not null,
    scope text collate "C" not null,
    page json not null,
    primary key (institution, indicator, as_at, scope)
  );

  create table statement_day (
    institution text collate "C" not null,
    day text collate "C" not null,
    axis text collate "C" not null,
    type text collate "C" not null,
    page json not null,
    primary key (institution, day, axis, type)
  ) with (fillfactor = 50);
`;
