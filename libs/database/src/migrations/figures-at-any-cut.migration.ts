import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Figures as known at any fact (ADR 26): sums that knew only the present make room for roll-ups by blocks of facts, counts of distinct keys
 * for the steps by which they moved. The projection begins again. With the new version in the checkpoint a projector of the version before
 * stops by itself, should it still run; a registry of it answers no figure until it is replaced, rather than a wrong one.
 */
export class FiguresAtAnyCut1732000260000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(beginAgain);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/** Arrays stay with their rows where they fit, so that a row is read in one place. */
const tables = `
  truncate figure_definition, source_fact, figure_subject, measure_delta, target_attainment;
  drop table measure_day, distinct_day, indicator_value;
  update projection_checkpoints set version = 3, seq = 0 where name = 'targets';
  delete from projection_failures where name = 'targets';

  drop index measure_delta_institution;
  create index measure_delta_institution on measure_delta (computation, institution, seq);

  create table figure_rollup (
    level smallint not null,
    block integer not null,
    target bigint not null,
    computation bigint not null,
    dimension text collate "C" not null,
    value text collate "C" not null,
    days date[] not null,
    totals numeric[] not null,
    primary key (level, block, target, computation, dimension, value)
  );
  alter table figure_rollup alter column days set storage main, alter column totals set storage main;

  create table distinct_step (
    target bigint not null,
    computation bigint not null,
    dimension text collate "C" not null,
    value text collate "C" not null,
    seq bigint not null,
    effective_date date not null,
    quantity integer not null,
    primary key (target, computation, dimension, value, seq, effective_date)
  );
  create index distinct_step_seq on distinct_step (seq);

  create table indicator_value (
    computation bigint not null,
    report bigint not null,
    seq bigint not null,
    institution text collate "C" not null,
    scope text collate "C" not null,
    as_at date not null,
    effective_date date,
    quantity numeric(24, 0),
    primary key (computation, report, seq)
  );
`;

/** As before, with the tables that figures have now; who may call it stays as it was. */
const beginAgain = `
  create or replace function begin_projection_again(projection text) returns void language plpgsql security invoker as $$
  declare
    tables text := case projection
      when 'register-book' then 'institution_page, key_page, uscc_page'
      when 'loan-book' then 'loan_page, claim_page'
      when 'bailout-book' then 'disbursement_page, allocation_page, allocation_request, bailout_programme_page'
      when 'borrower-book' then 'borrower_page'
      when 'reporting-book' then 'indicator_page, statement_day'
      when 'targets' then 'figure_definition, source_fact, figure_subject, measure_delta, figure_rollup, target_attainment, distinct_step, indicator_value'
      when 'arbiter' then 'first_time_dossier, first_time_loan, derived_facts'
    end;
  begin
    if tables is null then
      raise exception 'There is no projection of this name.' using hint = 'Their names stand in projection_checkpoints.';
    end if;
    delete from projection_checkpoints where name = projection;
    delete from projection_failures where name = projection;
    delete from projection_checks where name = projection;
    execute 'truncate ' || tables;
  end $$;
`;
