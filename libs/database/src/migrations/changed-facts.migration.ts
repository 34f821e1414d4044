import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was recorded of one disbursement, and what changes one fact, without reading a stream of a hundred thousand disbursements. Both
 * are small beside the log: facts of loans, which are most, stand in neither.
 */
export class ChangedFacts1732000270000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index facts_disbursement on facts (stream, (data->>'disbursementId'))
        where type = 'BailoutDisbursed' or type = 'BailoutReturned';
      create index facts_changed on facts (stream, ((data->'corrects'->>'revision')::integer))
        where type = 'FactCorrected' or type = 'FactReversed';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
