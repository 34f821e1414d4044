import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Definitions over facts that came before them are filled in from history (ADR 27). The projection begins again: steps by which counts
 * move stand at the facts that moved them, also where the target was set later. With the new version in the checkpoint a projector of the
 * version before stops by itself, should it still run.
 */
export class BackFill1732000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(beginAgain);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/**
 * `target` 0: the quantities of a measure; else the seq of the target's definition: its counts of distinct keys and its whole period. A
 * row stands until all is filled in. Subjects of a measure that is being filled in, and those that were and are not yet in `figure_subject`,
 * stand under the first of the measures that are filled in together.
 */
const tables = `
  create table figure_back_fill (
    target bigint not null,
    computation bigint not null,
    seq bigint not null default 0,
    primary key (target, computation)
  );
  create table back_filled_subject (
    subject text collate "C" not null,
    computation bigint not null,
    state json not null,
    primary key (subject, computation)
  ) with (fillfactor = 80);

  truncate figure_definition, source_fact, figure_subject, measure_delta, figure_rollup, target_attainment, distinct_step, indicator_value;
  update projection_checkpoints set version = 4, seq = 0 where name = 'targets';
  delete from projection_failures where name = 'targets';
`;

/** As before, with the new tables; who may call it stays as it was. */
const beginAgain = `
  create or replace function begin_projection_again(projection text) returns void language plpgsql security invoker as $$
  declare
    tables text := case projection
      when 'register-book' then 'institution_page, key_page, uscc_page'
      when 'loan-book' then 'loan_page, claim_page'
      when 'bailout-book' then 'disbursement_page, allocation_page, allocation_request, bailout_programme_page'
      when 'borrower-book' then 'borrower_page'
      when 'reporting-book' then 'indicator_page, statement_day'
      when 'targets' then 'figure_definition, source_fact, figure_subject, measure_delta, figure_rollup, target_attainment, distinct_step, indicator_value, figure_back_fill, back_filled_subject'
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
