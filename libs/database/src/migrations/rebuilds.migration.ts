import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A projection is rebuilt beside the live one (ADR 30): which tables are its own, and what became of each rebuild. And the facts that
 * were parked.
 */
export class Rebuilds1796100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(beginAgain);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/**
 * A migration that adds a table to a projection adds its line to `projection_tables`. The subjects that are parked stand with the
 * checkpoint, so that whoever moves it is told them as they are when it holds the row.
 */
const tables = `
  create table projection_tables (
    name text primary key,
    projection text not null
  );
  insert into projection_tables (projection, name) values
    ('register-book', 'institution_page'), ('register-book', 'key_page'), ('register-book', 'uscc_page'),
    ('loan-book', 'loan_page'), ('loan-book', 'claim_page'), ('loan-book', 'former_loan'),
    ('bailout-book', 'disbursement_page'), ('bailout-book', 'allocation_page'), ('bailout-book', 'bailout_programme_page'),
    ('borrower-book', 'borrower_page'),
    ('reporting-book', 'indicator_page'), ('reporting-book', 'statement_day'),
    ('targets', 'figure_definition'), ('targets', 'source_fact'), ('targets', 'figure_subject'), ('targets', 'measure_delta'),
    ('targets', 'figure_rollup'), ('targets', 'target_attainment'), ('targets', 'distinct_step'), ('targets', 'indicator_value'),
    ('targets', 'figure_back_fill'), ('targets', 'back_filled_subject'),
    ('arbiter', 'first_time_dossier'), ('arbiter', 'first_time_loan'), ('arbiter', 'derived_facts');

  alter table projection_checkpoints add column parked_subjects text[] not null default '{}';

  create table parked_fact (
    projection text collate "C" not null,
    seq bigint not null,
    subject text collate "C" not null,
    type text not null,
    reason text,
    parked_at timestamptz(3) not null default clock_timestamp(),
    primary key (projection, seq)
  );

  create table projection_rebuild (
    no bigint generated always as identity unique,
    id uuid primary key,
    projection text not null,
    from_version integer not null,
    version integer,
    asked_by text not null,
    asked_at timestamptz(3) not null default clock_timestamp(),
    status text not null default 'RUNNING' check (status in ('RUNNING', 'SWITCHED', 'COMPLETED', 'FAILED')),
    prepared boolean not null default false,
    seq bigint not null default 0,
    compared_seq bigint,
    compared json not null default '[]',
    differences bigint,
    first json not null default '[]',
    switched_seq bigint,
    parked bigint,
    position text,
    ended_at timestamptz(3),
    reason text
  ) with (fillfactor = 50);
  create unique index projection_rebuild_open on projection_rebuild (projection) where status in ('RUNNING', 'SWITCHED');

  drop trigger former_loans_begin_again on loan_page;
  drop function empty_former_loans();
`;

/** As before, with the tables as they stand in their own table; who may call it stays as it was. */
const beginAgain = `
  create or replace function begin_projection_again(projection text) returns void language plpgsql security invoker as $$
  declare
    tables text := (select string_agg(format('%I', t.name), ', ') from projection_tables t where t.projection = $1);
  begin
    if tables is null then
      raise exception 'There is no projection of this name.' using hint = 'Their names stand in projection_checkpoints.';
    end if;
    delete from projection_checkpoints where name = $1;
    delete from projection_failures where name = $1;
    delete from projection_checks where name = $1;
    delete from parked_fact p where p.projection = $1;
    execute 'truncate ' || tables;
  end $$;
`;
