import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the facts of an event store were put in order, and which of its positions belongs to which seq. */
export class Sequencer1732000140000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sequencer (
        is_the_one boolean primary key default true check (is_the_one),
        stream_prefix text collate "C" not null,
        seq bigint not null default 0 check (seq >= 0),
        position bigint,
        failure text,
        heard_at timestamptz(3) not null default clock_timestamp()
      ) with (fillfactor = 50);

      create table sequenced_positions (
        seq bigint primary key,
        position bigint not null unique
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
