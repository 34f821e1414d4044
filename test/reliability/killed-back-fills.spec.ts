import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Measure, ProgressAnswer } from '#contract';
import { sizeOf, testDatabase, type TestDatabase } from '#testing';
import { issuedKey } from '../support/asking.js';
import { projected } from '../support/projected.js';
import { copyFacts, madeLog } from '../../apps/cli/src/bench/as-of/plant-log.client.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { administratorsKey } from '../support/running-registry.js';

/* Measures defined late are filled in by a real projector, which is killed meanwhile: to the figures of those that were always there. */

const manyFacts = 6_000;
const longestMs = 90_000;

describe('a back-fill in a projector that is killed', () => {
  let database: TestDatabase;
  let registry: RunningProcess;
  let projector: RunningProcess;
  const processes: RunningProcess[] = [];
  let supervisor: string;

  const begun = (): RunningProcess => {
    const process = projectorProcess(database.appUrl);
    processes.push(process);
    return process;
  };
  const asked = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(registry.base + path, {
      method,
      headers: { authorization: `Bearer ${supervisor}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.ok).toBe(true);
    return (await answer.json()) as Answer;
  };
  /** Undefined until it is shown. */
  const late = async (): Promise<Measure | undefined> => {
    const answer = await fetch(`${registry.base}/v1/measures/late`, {
      headers: { authorization: `Bearer ${supervisor}` },
    });
    return answer.ok ? ((await answer.json()) as Measure) : undefined;
  };
  const target = async (code: string) => {
    const { targets } = await asked<ProgressAnswer>(
      'GET',
      '/v1/programmes/SH24/progress?effectiveAsOf=2024-12-31',
    );
    const { actual, achieved, achievedOn, achievedSeq, backFill } =
      targets.find((each) => each.code === code) ?? {};
    return { actual, achieved, achievedOn, achievedSeq, backFill };
  };

  /** A small year of lending after what is there. */
  const plantYear = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    const { rows } = await client.query<{ seq: number }>('select max(seq)::integer as seq from facts');
    await copyFacts(client, madeLog(manyFacts, 1, rows[0]?.seq ?? 0));
    await client.query(`select pg_notify('xudai_facts', '')`);
    await client.end();
  };

  beforeAll(async () => {
    database = await testDatabase();
    registry = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
    processes.push(registry);
    projector = begun();
    supervisor = await issuedKey(registry.base, { role: 'supervisor' });
    await plantYear();
    await projected(database);
  });

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await database.drop();
  });

  it('goes on where it was, and comes to the same', async () => {
    const {
      code: _code,
      version: _version,
      seq: _seq,
      backFill: _none,
      ...shipped
    } = await asked<Measure & { readonly basis: object }>('GET', '/v1/measures/renewal-volume');
    const { basis: _basis, ...renewals } = shipped;
    // It waits for the back-fill, at most two seconds, and is there whether or not that has ended.
    const defining = asked<Measure>('PUT', '/v1/measures/late', renewals);
    const year = { from: '2024-01-01', to: '2024-12-31' };
    const aim = { name: renewals.name, unit: 'CNY', comparator: 'GT', threshold: '1.00', period: year };
    const places: number[] = [];
    let kills = 0;
    const deadline = Date.now() + longestMs;
    for (let found = await late(); found?.backFill !== null; found = await late()) {
      expect(Date.now()).toBeLessThan(deadline);
      if (found && found.backFill.seq > (places.at(-1) ?? 0)) {
        places.push(found.backFill.seq);
        await projector.kill();
        projector = begun();
        kills += 1;
      }
      await later(5);
    }
    await defining;
    await asked('PUT', '/v1/programmes/SH24/targets/LATE', { ...aim, measure: 'late' });
    await asked('PUT', '/v1/programmes/SH24/targets/ALWAYS', { ...aim, measure: 'renewal-volume' });
    expect(kills).toBeGreaterThanOrEqual(sizeOf('killedBackFills').crashes);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    while ((await target('LATE')).backFill && Date.now() < deadline) await later(30);
    const expected = await target('ALWAYS');
    expect(expected).toMatchObject({ achieved: true, backFill: null, achievedSeq: expect.any(Number) });
    expect(await target('LATE')).toEqual(expected);
  });
});
