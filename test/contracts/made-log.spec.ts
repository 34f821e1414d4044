import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#testing';
import { madeLog, plantLog } from '../../apps/cli/src/bench/as-of/plant-log.client.js';
import { administratorsKey, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

describe('a log that was made and planted', () => {
  const wanted = 2_000;
  let database: TestDatabase;
  let owner: pg.Client;
  let registry: RunningRegistry | undefined;
  let planted: number;
  beforeAll(async () => {
    database = await testDatabase();
    planted = await plantLog({ ...database, administratorsKey, facts: wanted, seed: 3 });
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await registry?.close();
    await owner.end();
    await database.drop();
  });

  it('has as many facts as asked for, each as it was made', async () => {
    expect(planted).toBe(wanted);
    const { rows } = await owner.query<Record<string, unknown>>(
      `select seq::integer, stream, revision, event_id as "eventId", type, effective_date::text as "effectiveDate", institution,
              report_id as "reportId", to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt",
              data, metadata
         from facts order by seq`,
    );
    expect(rows).toHaveLength(wanted);
    const defined = rows.findIndex(({ type }) => type === 'InstitutionRegistered');
    const made = madeLog(wanted, 3, defined);
    for (const row of rows.slice(defined)) {
      const fact = made.next().value;
      expect(row).toEqual({ ...fact, reportId: fact?.metadata.reportId });
    }
  });

  it('is followed to its end, and the arbiter finds each claim recognised already', async () => {
    registry = await runningRegistry({ database });
    const key = await registry.keyFor('auditor');
    const { body } = await registry.ask('get', `/v1/programmes/SH24/progress?knownAt=${wanted}`, {
      key,
      headers: { 'await-position': String(wanted), 'await-timeout': '30000' },
    });
    expect(body.basis).toMatchObject({ knownAt: wanted });
    const { rows } = await owner.query<{ type: string; claims: number }>(
      `select type, count(*)::integer as claims from facts where type like 'FirstTime%' group by type order by type`,
    );
    const claims = rows[0]?.claims;
    expect(claims).toBeGreaterThan(5);
    expect(rows).toEqual([
      { type: 'FirstTimeClaimed', claims },
      { type: 'FirstTimeRecognised', claims },
    ]);
  });
});
