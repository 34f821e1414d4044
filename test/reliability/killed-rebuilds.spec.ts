import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Rebuild, RebuildList } from '#contract';
import { testDatabase, type TestDatabase, sizeOf } from '#testing';
import { copyFacts, madeLog } from '../../apps/cli/src/bench/as-of/plant-log.client.js';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { projected } from '../support/projected.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { administratorsKey } from '../support/running-registry.js';

/* Projections are rebuilt by two real projectors, which are killed meanwhile and about the switch: to the same rows, recorded once. */

const { facts, crashes, atMost } = sizeOf('killedRebuilds');
const longestMs = 170_000;

describe('a rebuild in projectors that are killed', () => {
  let database: TestDatabase;
  let registry: RunningProcess;
  let owner: pg.Client;
  const projectors: RunningProcess[] = [];

  const asked = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(registry.base + path, {
      method,
      headers: { authorization: `Bearer ${administratorsKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect([path, answer.status]).toEqual([path, method === 'POST' ? 202 : 200]);
    return (await answer.json()) as Answer;
  };
  const listed = async (): Promise<readonly Rebuild[]> =>
    (await asked<RebuildList>('GET', '/v1/operations/rebuilds')).items;
  /** Each in its turn. */
  const killOne = async (): Promise<void> => {
    await projectors.shift()?.kill();
    projectors.push(projectorProcess(database.appUrl));
  };

  beforeAll(async () => {
    database = await testDatabase();
    registry = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const { rows } = await owner.query<{ seq: number }>('select max(seq)::integer as seq from facts');
    await copyFacts(owner, madeLog(facts, 1, rows[0]?.seq ?? 0));
    projectors.push(projectorProcess(database.appUrl), projectorProcess(database.appUrl));
    await projected(database);
  });

  afterAll(async () => {
    await Promise.all([...projectors, registry].map((process) => process.kill()));
    await owner.end();
    await database.drop();
  });

  it('goes on where it was, and switches once', async () => {
    const names = ['targets', 'loan-book'];
    for (const projection of names) await asked('POST', '/v1/operations/rebuilds', { projection });
    const deadline = Date.now() + longestMs;
    const seqs: number[] = [];
    let killsWhileBuilt = 0;
    let killsAboutTheSwitch = 0;
    for (let all = await listed(); all.some(({ status }) => status === 'RUNNING'); all = await listed()) {
      expect(Date.now()).toBeLessThan(deadline);
      const { seq = 0, comparedSeq = null } = all.find(({ projection }) => projection === 'targets') ?? {};
      if (comparedSeq === null && seq > (seqs.at(-1) ?? 0) && killsWhileBuilt < atMost) {
        seqs.push(seq);
        killsWhileBuilt += 1;
        await killOne();
      } else if (comparedSeq !== null && killsAboutTheSwitch < atMost) {
        killsAboutTheSwitch += 1;
        await killOne();
      }
      await later(10);
    }
    expect(killsWhileBuilt).toBeGreaterThan(0);
    expect(killsAboutTheSwitch).toBeGreaterThan(0);
    expect(killsWhileBuilt + killsAboutTheSwitch).toBeGreaterThanOrEqual(crashes);
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
    const rebuilds = await listed();
    expect(rebuilds).toHaveLength(2);
    for (const rebuild of rebuilds)
      expect(rebuild).toMatchObject({ status: 'COMPLETED', differences: 0, first: [], parked: 0 });
    const { rows } = await owner.query<{ stream: string }>(
      `select stream from facts where type = 'ProjectionSwitched' order by stream`,
    );
    expect(rows.map(({ stream }) => stream)).toEqual(['operations-loan-book', 'operations-targets']);
    const { rows: schemas } = await owner.query(
      `select nspname from pg_namespace where nspname ~ '^(rebuild|retired)_'`,
    );
    expect(schemas).toEqual([]);
    await expectProjectionsChecked(database);
  }, 240_000);
});
