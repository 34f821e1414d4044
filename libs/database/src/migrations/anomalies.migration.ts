import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What may be suspicious (5.5): candidates as they follow from the standing facts of their subjects, and what it takes to see them.
 * All of it is derived from the facts.
 */
export class Anomalies1796200000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(ofRefusals);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/** A movement is found by its borrower and day; by its institution and day only where it is of lending. */
const tables = `
  create table signal_institution (
    code text collate "C" primary key,
    page json not null
  );

  create table signal_calendar (
    code text collate "C" not null,
    year text collate "C" not null,
    page json not null,
    primary key (code, year)
  );

  create table signal_reporting_day (
    institution text collate "C" not null,
    day text collate "C" not null,
    page json not null,
    primary key (institution, day)
  ) with (fillfactor = 70);

  create table signal_receipt (
    institution text collate "C" not null,
    programme text collate "C" not null,
    disbursement_id text collate "C" not null,
    borrower_key text collate "C" not null,
    page json not null,
    primary key (institution, programme, disbursement_id)
  );
  create index signal_receipt_borrower on signal_receipt (borrower_key);

  create table signal_claim (
    borrower_key text collate "C" not null,
    institution text collate "C" not null,
    loan_id text collate "C" not null,
    page json not null,
    primary key (borrower_key, institution, loan_id)
  );
  create index signal_claim_loan on signal_claim (institution, loan_id);

  create table signal_movement (
    institution text collate "C" not null,
    loan_id text collate "C" not null,
    seq bigint not null,
    kind text not null,
    borrower_key text collate "C" not null,
    day date not null,
    amount numeric(17,2) not null,
    primary key (institution, loan_id, seq)
  );
  create index signal_movement_borrower on signal_movement (borrower_key, day);
  create index signal_movement_issued on signal_movement (institution, day) include (amount) where kind = 'issued';

  create table anomaly_candidate (
    signal text collate "C" not null,
    key text collate "C" not null,
    subject text collate "C" not null,
    institutions text[] not null,
    happened_on date not null,
    page json not null,
    primary key (signal, key)
  );
  create index anomaly_candidate_subject on anomaly_candidate (subject);

  insert into projection_tables (projection, name) values
    ('anomalies', 'signal_institution'), ('anomalies', 'signal_calendar'), ('anomalies', 'signal_reporting_day'),
    ('anomalies', 'signal_receipt'), ('anomalies', 'signal_claim'), ('anomalies', 'signal_movement'),
    ('anomalies', 'anomaly_candidate');
`;

/** How many were refused in a month. */
const ofRefusals = 'create index refusals_of_institution_at on refusals (institution, at)';
