import pg from 'pg';
import { expect } from '@jest/globals';
import { factViolations, type SequencedFact } from '#facts';
import { checkOnce } from '#projections';
import { checkers } from '../../apps/projector/src/audit.process.js';
import { type Databased, onPool, projected } from './projected.js';

/** Every fact of the log in its stored form, held whole against what is known of its type. */
const expectFactsSound = (registry: Databased): Promise<void> =>
  onPool(registry, async (pool) => {
    const { rows } = await pool.query<SequencedFact>(
      `select seq, type, stream, effective_date::text as "effectiveDate", institution, data, metadata from facts`,
    );
    const faults = rows.flatMap((fact) => factViolations(fact).map((fault) => [fact.seq, fact.type, fault]));
    expect(faults).toEqual([]);
  });

/** After a story: every fact sound, every projection at the head of the log, and every row of it as its checker derives it. */
export const expectProjectionsChecked = async (registry: Databased): Promise<void> => {
  await projected(registry);
  await expectFactsSound(registry);
  await onPool(registry, async (pool) => {
    const connection = await pool.connect();
    const checked: unknown[] = [];
    try {
      for (const checker of checkers) {
        const { rows } = await connection.query<{ version: number }>(
          'select version from projection_checkpoints where name = $1',
          [checker.projection],
        );
        const result = await checkOnce(connection, checker, { version: rows[0]?.version ?? 0 });
        checked.push([checker.projection, result?.mismatches]);
      }
    } finally {
      connection.release();
    }
    expect(checked).toEqual(checkers.map(({ projection }) => [projection, []]));
  });
};

/** As a checker leaves it that found a row otherwise, and then broke; and a projection that could not apply a fact. */
const plantedCheck = `
  insert into projection_checks (name, seq, checked_at, duration_ms, mismatches, first, failure, failed_fact)
  values ('loan-book', 1, clock_timestamp(), 1, 1, '[{"table": "loan_page", "key": "L1", "expected": {"page": 1}, "found": {"page": 2}}]', 'XX000', 2);
  insert into parked_fact (projection, seq, subject, type, reason) values ('loan-book', 1, 'loan-X-Y', 'LoanRenewed', 'TypeError')`;

export const plantCheck = async (ownerUrl: string): Promise<void> => {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(plantedCheck);
  await owner.end();
};
