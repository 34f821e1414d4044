import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * USCCs that are lawful by a fact, in the register book. Its other rows stay as they are, and no such fact was recorded before this; with
 * the new version in the checkpoint a projector of the version before stops by itself and passes none of them over.
 */
export class Usccs1732000190000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table uscc_page (
        code text collate "C" primary key,
        page json not null
      );
      update projection_checkpoints set version = 2 where name = 'register-book';
    `);
    await runner.query(beginAgain);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/** As before, with the new table; who may call it stays as it was. */
const beginAgain = `
  create or replace function begin_projection_again(projection text) returns void language plpgsql security invoker as $$
  declare
    tables text := case projection
      when 'register-book' then 'institution_page, key_page, uscc_page'
      when 'loan-book' then 'loan_page, claim_page'
      when 'bailout-book' then 'disbursement_page, allocation_page, allocation_request, bailout_programme_page'
      when 'borrower-book' then 'borrower_page'
      when 'reporting-book' then 'indicator_page, statement_day'
      when 'targets' then 'figure_definition, source_fact, figure_subject, measure_delta, measure_day, target_attainment, distinct_day, indicator_value'
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
