import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Replay } from '#contract';
import { sizeOf, testDatabase, type TestDatabase } from '#testing';
import { issuedKey } from '../support/asking.js';
import { projected } from '../support/projected.js';
import { plantFacts } from '../support/planted-facts.js';
import { Crashes, projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { administratorsKey } from '../support/running-registry.js';

/* Replays in real processes and threads: killed in the middle they are begun again, and nobody else is kept waiting. */

const manyFacts = 80_000;
const longestMs = 60_000;

const crashes = new Crashes();

describe('replays in a projector', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let registry: RunningProcess;
  let projector: RunningProcess;
  const processes: RunningProcess[] = [];
  let auditor: string;

  const anotherProjector = (): RunningProcess => {
    const process = projectorProcess(database.appUrl);
    processes.push(process);
    return process;
  };

  const asked = async (method: string, path: string, key: string, body?: object): Promise<Response> =>
    fetch(registry.base + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const replayIn = async (answer: Promise<Response>): Promise<Replay> =>
    (await (await answer).json()) as Replay;
  const begin = (): Promise<Replay> => replayIn(asked('POST', '/v1/replays', auditor, { programme: 'SH24' }));
  const look = (id: string): Promise<Replay> => replayIn(asked('GET', `/v1/replays/${id}`, auditor));

  const until = async (id: string, reached: (replay: Replay) => boolean): Promise<Replay> => {
    const deadline = Date.now() + longestMs;
    for (;;) {
      const replay = await look(id);
      if (reached(replay)) return replay;
      if (Date.now() > deadline) throw new Error(`Stands at ${JSON.stringify(replay)}.`);
      await later(20);
    }
  };
  const isUnderWay = ({ status, factsRead, factsTotal }: Replay): boolean =>
    status === 'RUNNING' && factsRead > 0 && factsRead < factsTotal;
  const hasEnded = ({ status }: Replay): boolean => status !== 'RUNNING';

  const attemptsOf = async (id: string): Promise<number> => {
    const { rows } = await owner.query<{ attempt: number }>('select attempt from replay where id = $1', [id]);
    return rows[0]?.attempt ?? 0;
  };

  beforeAll(async () => {
    database = await testDatabase();
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    registry = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
    processes.push(registry);
    projector = anotherProjector();
    auditor = await issuedKey(registry.base, { role: 'auditor' });
    await plantFacts(database.ownerUrl, manyFacts);
    await projected(database);
  });

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await owner.end();
    await database.drop();
  });

  it('two at once end right, with real counts on the way, and projections go on meanwhile', async () => {
    const replays = await Promise.all([begin(), begin()]);
    const underWay = await Promise.all(replays.map(({ id }) => until(id, isUnderWay)));
    for (const { factsTotal } of underWay) expect(factsTotal).toBeGreaterThan(manyFacts);
    const began = performance.now();
    const registered = await asked('POST', '/v1/institutions', administratorsKey, {
      code: 'C1010211000012',
      name: { zh: '行', en: 'Bank' },
      kind: 'BANK',
    });
    expect(registered.status).toBe(201);
    expect(performance.now() - began).toBeLessThan(5_000);
    for (const { id } of replays)
      expect(await until(id, hasEnded)).toMatchObject({ status: 'COMPLETED', verdict: 'equal' });
  });

  it('killed in the middle they are begun again by the next projector', async () => {
    const { id } = await begin();
    await until(id, isUnderWay);
    await crashes.of(projector);
    expect((await look(id)).status).toBe('RUNNING');
    projector = anotherProjector();
    const ended = await until(id, hasEnded);
    expect(ended).toMatchObject({ status: 'COMPLETED', verdict: 'equal', factsRead: ended.factsTotal });
    expect(await attemptsOf(id)).toBe(2);
  });

  it('another projector takes over from one that was killed', async () => {
    const other = anotherProjector();
    const { id } = await begin();
    await until(id, isUnderWay);
    const { rows } = await owner.query<{ attempt: number }>('select attempt from replay where id = $1', [id]);
    expect(rows[0]?.attempt).toBe(1);
    // Whichever of the two works on it: both are killed in turn, and a new one is there in between.
    await crashes.of(projector);
    projector = anotherProjector();
    await crashes.of(other);
    expect(await until(id, hasEnded)).toMatchObject({ status: 'COMPLETED', verdict: 'equal' });
  });

  it('what was begun too often and came to no end has failed, with a reason', async () => {
    const { rows } = await owner.query<{ id: string }>(
      `insert into replay (id, programme, effective_as_of, facts_total, attempt)
       values (gen_random_uuid(), 'SH24', '2024-12-31', 1, 5) returning id`,
    );
    const ended = await until(rows[0]?.id ?? '', hasEnded);
    expect([ended.status, ended.verdict]).toEqual(['FAILED', null]);
    expect(ended.reason).toMatch(/begun 5 times/);
  });

  it('ends in order with its projector: SIGTERM waits for no replay', async () => {
    const { id } = await begin();
    await until(id, isUnderWay);
    const began = performance.now();
    await projector.kill('SIGTERM');
    expect(performance.now() - began).toBeLessThan(5_000);
    expect((await look(id)).status).toBe('RUNNING');
    projector = anotherProjector();
    expect(await until(id, hasEnded)).toMatchObject({ status: 'COMPLETED', verdict: 'equal' });
  });
});

it('projectors were killed as often as is counted on', () => {
  expect(crashes.count).toBe(sizeOf('killedReplays').crashes);
});
