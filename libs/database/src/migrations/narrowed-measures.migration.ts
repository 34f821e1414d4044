import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A measure narrowed by a target's own filter has a line of its own beside the measures (ADR 34): `code` is the computation that it narrows,
 * `narrowed_by` the filter, and its number is below zero, since no fact defines it by itself. There is none in any database before this.
 */
export class NarrowedMeasures1796200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table figure_definition add column narrowed_by json;
      alter table figure_definition drop constraint figure_definition_kind_check;
      alter table figure_definition add constraint figure_definition_kind_check
        check (kind in ('programme', 'target', 'measure', 'calendar', 'narrowed'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
