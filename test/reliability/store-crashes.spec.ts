import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { sizeOf, testDatabase, type TestDatabase } from '#testing';
import { bankWithKey, untilReady } from '../support/asking.js';
import { eventStore, type Store } from '../support/engines.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { issuedLoan } from '../support/reports.js';
import { administratorsKey, cloudEvent } from '../support/running-registry.js';

/*
 * Two registries and two projectors on an event store, under load, while one after another of them is killed with -9, the store
 * too. Whatever was acknowledged is there once, and each report that was sent until it was answered is there once.
 */

const bank = 'C1010211000012';
const lanes = 8;
const { rounds } = sizeOf('storeCrashes');

describe('an event store and the processes on it, killed under load', () => {
  let database: TestDatabase;
  let store: Store;
  let registries: RunningProcess[] = [];
  let projectors: RunningProcess[] = [];
  let key: string;

  const env = () => ({
    XUDAI_EVENT_STORE_URL: store.url,
    XUDAI_STREAM_PREFIX: store.prefix,
    XUDAI_BOOTSTRAP_KEY: administratorsKey,
    XUDAI_LOG_LEVEL: 'fatal',
  });
  const registry = () => registryProcess(database.appUrl, env());
  const projector = () => projectorProcess(database.appUrl, env());

  const post = async (base: string, path: string, as: string, type: string, body: unknown) => {
    const answer = await fetch(base + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${as}`, 'content-type': type },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    return { status: answer.status, body: (await answer.json()) as { key?: string; position?: string } };
  };

  beforeAll(async () => {
    database = await testDatabase();
    store = await eventStore();
    projectors = [projector(), projector()];
    registries = await Promise.all([registry(), registry()]);
    key = await bankWithKey(registries[0]?.base ?? '', bank);
  });

  afterAll(async () => {
    await Promise.all([...registries, ...projectors].map((process) => process.kill()));
    await database.drop();
    store.close();
  });

  it(
    'lose nothing and record nothing twice',
    async () => {
      let isOver = false;
      const sent: number[] = [];
      const positions: string[] = [];
      const lane = async (no: number): Promise<void> => {
        for (let report = no; !isOver; report += lanes) {
          sent.push(report);
          // As a bank does: the same report, to whichever registry lives, until it is answered.
          for (let attempt = 0; ; attempt += 1) {
            const { base } = registries[(no + attempt) % registries.length] as RunningProcess;
            const answer = await post(
              base,
              '/v1/events',
              key,
              cloudEvent,
              issuedLoan(bank, `S${report}`, report),
            ).catch(() => undefined);
            if (answer?.status === 201 || answer?.status === 200) {
              positions.push(answer.body.position ?? '');
              break;
            }
            await new Promise((later) => setTimeout(later, 50));
          }
        }
      };
      const load = Promise.all(Array.from({ length: lanes }, (_, no) => lane(no)));
      /** Until all goes well again, and for a moment of the load's own. */
      const turn = async (): Promise<void> => {
        const enough = positions.length + 5 * lanes + Math.floor(Math.random() * lanes);
        while (positions.length < enough) await new Promise((later) => setTimeout(later, 5));
      };
      for (let round = 0; round < rounds; round += 1) {
        await turn();
        await store.restart();
        await turn();
        await registries[round % 2]?.kill();
        registries[round % 2] = await registry();
        await turn();
        await projectors[round % 2]?.kill();
        projectors[round % 2] = projector();
      }
      isOver = true;
      await load;
      expect(positions).toHaveLength(sent.length);

      const last = positions.reduce((one, other) => (BigInt(one) > BigInt(other) ? one : other));
      const shown = await fetch(`${registries[0]?.base}/v1/programmes/SH24/progress`, {
        headers: { authorization: `Bearer ${key}`, 'await-position': last, 'await-timeout': '30000' },
      });
      expect(shown.status).toBe(200);
      const client = new pg.Client({ connectionString: database.ownerUrl });
      await client.connect();
      const { rows } = await client.query(
        `select count(*)::int as facts, count(distinct report_id)::int as reports,
              (select count(*)::int from loan_page) as loans from facts where report_id is not null`,
      );
      await client.end();
      expect(rows).toEqual([{ facts: sent.length, reports: sent.length, loans: sent.length }]);
      await untilReady(registries[0]?.base ?? '');
    },
    240_000 + rounds * 20_000,
  );
});
