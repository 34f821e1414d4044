import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was expected of each target on which day: rows of the facts that record it, which the projection of targets writes. */
export class Forecasts1796300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table forecast (
        programme text collate "C" not null,
        target text collate "C" not null,
        seq bigint not null,
        definition bigint not null,
        computation bigint not null,
        effective_as_of date not null,
        page json not null,
        primary key (programme, target, seq)
      );
      create index forecast_newest on forecast (programme, seq, target);
      insert into projection_tables (projection, name) values ('targets', 'forecast');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
