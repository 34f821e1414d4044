import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a check broke at; and how the owner has a projection made anew from the facts. */
export class Mending1732000180000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table projection_checks add column failure text, add column failed_fact bigint;
    `);
    await runner.query(beginAgain);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/**
 * Followers may run meanwhile: one that is applying facts is waited for, and then finds its checkpoint gone, with all that it would
 * write on. Its rows are made again from the first fact on. Facts are not touched, and neither is what no fact says.
 */
const beginAgain = `
  create function begin_projection_again(projection text) returns void language plpgsql security invoker as $$
  declare
    tables text := case projection
      when 'register-book' then 'institution_page, key_page'
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
  revoke all on function begin_projection_again(text) from public;
`;
