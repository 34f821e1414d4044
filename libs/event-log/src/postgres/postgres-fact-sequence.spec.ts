import { describeFactSequence } from '../contract/fact-sequence.contract.js';
import { postgresForSpec } from '../testing/postgres-for-spec.connection.js';

describeFactSequence('the sequence in PostgreSQL', async () => {
  const postgres = await postgresForSpec();
  return {
    ...postgres.openLog(),
    close: () => postgres.close(),
  };
});
