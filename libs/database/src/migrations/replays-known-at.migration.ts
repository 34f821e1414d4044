import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A replay may be asked for as known at a fact; null: at the place where the projection stands when it begins. */
export class ReplaysKnownAt1732000295000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table replay add column known_at bigint');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
