import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is signed in to the console, and links that sign somebody in once. Of a token there is its hash alone, so that a copy of the table lets nobody in. */
export class Sessions1796200000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sign_in (
        token_hash bytea primary key,
        kind text not null check (kind in ('session', 'link')),
        key_id text collate "C" not null,
        begun_at timestamptz(3) not null,
        ends_at timestamptz(3) not null
      );
      create index sign_in_by_end on sign_in (ends_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
