import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A file tried dry is known again by its digest as well; of dry runs of the same file that were made before the first stays. */
export class DryRunsOnce1796200000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      with again as (
        delete from submission s using submission first
         where s.is_dry and first.is_dry and s.status <> 'FAILED' and first.status <> 'FAILED'
           and (s.institution, s.digest, s.format, coalesce(s.report_type, ''))
             = (first.institution, first.digest, first.format, coalesce(first.report_type, ''))
           and (first.received_at, first.id) < (s.received_at, s.id)
        returning s.id)
      delete from submission_refusal where submission in (select id from again)`);
    await runner.query('drop index submission_once');
    await runner.query(`
      create unique index submission_once on submission (institution, digest, format, coalesce(report_type, ''), is_dry)
        where status <> 'FAILED'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
