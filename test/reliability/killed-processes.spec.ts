import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { sizeOf, testDatabase, type TestDatabase } from '#testing';
import { bankWithKey } from '../support/asking.js';
import { Crashes, projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { engines, eventStore, type Store } from '../support/engines.js';
import { issuedLoan } from '../support/reports.js';
import { administratorsKey, cloudEvent, cloudEventBatch } from '../support/running-registry.js';

/*
 * Real processes, killed with -9: what was acknowledged is there once, what was sent again is recorded once. Who is left of one test
 * serves in the next.
 */

const bank = 'C1010211000012';

interface Answer {
  readonly status: number;
  readonly body: {
    readonly results?: readonly { status: number }[];
    readonly position?: string;
    readonly key?: string;
  };
}

const post = async (
  base: string,
  path: string,
  key: string,
  type: string,
  body: unknown,
): Promise<Answer> => {
  const answer = await fetch(base + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
};

const crashes = new Crashes();

describe.each(engines)('processes that are killed, on %s', (engine) => {
  let database: TestDatabase;
  let store: Store | undefined;
  let env: Readonly<Record<string, string>>;
  let processes: RunningProcess[];
  let projector: RunningProcess;
  let serving: RunningProcess;
  let key: string;

  const registry = async (): Promise<RunningProcess> => {
    const process = await registryProcess(database.appUrl, {
      ...env,
      XUDAI_BOOTSTRAP_KEY: administratorsKey,
    });
    processes.push(process);
    return process;
  };

  /** Of the loans whose names begin so; `head` is 0 where the numbers of all facts are dense. */
  const recorded = async (loans: string): Promise<Record<'facts' | 'reports' | 'head', number>> => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    const { rows } = await client.query<{ facts: string; reports: string; head: string }>(
      `select count(*) filter (where report_id like $1) as facts,
              count(distinct report_id) filter (where report_id like $1) as reports,
              max(seq) - count(*) as head from facts`,
      [`issue-${loans}%`],
    );
    await client.end();
    const [row] = rows;
    return { facts: Number(row?.facts), reports: Number(row?.reports), head: Number(row?.head) };
  };

  /** Where facts come into the table after they were acknowledged: once no more of them come. */
  const settled = async (loans: string): ReturnType<typeof recorded> => {
    for (let before = await recorded(loans); ;) {
      if (store) await new Promise((later) => setTimeout(later, 1_000));
      const now = await recorded(loans);
      if (now.facts === before.facts) return now;
      before = now;
    }
  };

  beforeAll(async () => {
    processes = [];
    database = await testDatabase();
    store = engine === 'PostgreSQL' ? undefined : await eventStore();
    env = store ? { XUDAI_EVENT_STORE_URL: store.url, XUDAI_STREAM_PREFIX: store.prefix } : {};
    projector = projectorProcess(database.appUrl, env);
    processes.push(projector);
    serving = await registry();
    key = await bankWithKey(serving.base, bank);
  });

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await database.drop();
    store?.close();
  });

  it('a registry killed in the middle of a batch of 1,000: sent again, each report is there exactly once', async () => {
    const batch = Array.from({ length: 1_000 }, (_, no) => issuedLoan(bank, `K${no}`, no));
    const double = store?.double;
    // Answers take their time, in any order, so that many are outstanding when it is killed.
    if (double) double.faults.onAppend = () => ({ lateMs: Math.random() * 300 });
    const isUnderWay = async (): Promise<boolean> =>
      double ? double.batchCalls.appends >= 300 : (await recorded('K')).facts > 0;
    const broken = post(serving.base, '/v1/events', key, cloudEventBatch, batch).catch(
      () => 'broken' as const,
    );
    while (!(await isUnderWay())) await new Promise((later) => setTimeout(later, 5));
    await crashes.of(serving);
    expect(await broken).toBe('broken');
    const left = (await settled('K')).facts;
    expect(left).toBeGreaterThan(0);

    double?.faults.clear();
    serving = await registry();
    const again = await post(serving.base, '/v1/events', key, cloudEventBatch, batch);
    const statuses = again.body.results?.map(({ status }) => status) ?? [];
    expect(statuses.filter((status) => status === 200)).toHaveLength(left);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1_000 - left);
    expect(await settled('K')).toEqual({ facts: 1_000, reports: 1_000, head: 0 });
  });

  it('two registries under load, one killed: nothing acknowledged is lost, nothing is recorded twice', async () => {
    const [one, other] = [serving, await registry()];
    serving = other;
    const reports = 300;
    const acknowledged = new Set<number>();
    const send = async (base: string, no: number): Promise<void> => {
      const answer = await post(base, '/v1/events', key, cloudEvent, issuedLoan(bank, `T${no}`, no));
      if (answer.status === 201 || answer.status === 200) acknowledged.add(no);
    };
    const numbers = Array.from({ length: reports }, (_, no) => no);
    const load = Promise.all(
      // Every report is sent to both, so that they race for the same streams.
      [one.base, other.base].flatMap((base) =>
        Array.from({ length: 8 }, async (_, lane) => {
          for (const no of numbers.filter((each) => each % 8 === lane))
            await send(base, no).catch(() => undefined);
        }),
      ),
    );
    await new Promise((later) => setTimeout(later, 300));
    await crashes.of(one);
    await load;
    expect(acknowledged.size).toBe(reports);
    expect(await settled('T')).toEqual({ facts: reports, reports, head: 0 });
  });

  it('a projector killed and started again shows everything once', async () => {
    const { base } = serving;
    const batch = Array.from({ length: 500 }, (_, no) => issuedLoan(bank, `P${no}`, no));
    const sending = post(base, '/v1/events', key, cloudEventBatch, batch);
    await crashes.of(projector);
    const { body } = await sending;
    processes.push(projectorProcess(database.appUrl, env));
    const answer = await fetch(`${base}/v1/programmes/SH24/progress`, {
      headers: {
        authorization: `Bearer ${key}`,
        'await-position': body.position ?? '',
        'await-timeout': '20000',
      },
    });
    expect(answer.status).toBe(200);
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    const { rows } = await client.query<{ loans: string }>(
      `select count(*) as loans from loan_page where loan_id like 'P%'`,
    );
    await client.end();
    expect(Number(rows[0]?.loans)).toBe(500);
  });
});

it('processes were killed as often as is counted on', () => {
  expect(crashes.count).toBe(sizeOf('killedProcesses').crashes);
});
