import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#testing';
import { EventStoreDouble } from '../event-store-double/event-store-double.server.js';
import { projected } from '../support/projected.js';
import { issuedLoan } from '../support/reports.js';
import {
  administratorsKey,
  cloudEvent,
  type RunningRegistry,
  runningRegistry,
} from '../support/running-registry.js';

/*
 * The event store comes back from a backup that is older than the read side. Nothing goes on by itself: the sequence would hold facts
 * that the store does not have. Either the right store comes back, or a new read side is made of the older one.
 */

const bank = 'C1010211000012';
const prefix = 'city-';

describe('a store that came back older than the read side', () => {
  let store: EventStoreDouble;
  let database: TestDatabase;
  let registry: RunningRegistry;
  let key: string;
  let whole: ReturnType<EventStoreDouble['log']['marked']>;
  let older: ReturnType<EventStoreDouble['log']['marked']>;

  const begin = async (): Promise<void> => {
    registry = await runningRegistry({ eventStore: { url: store.url, prefix }, database });
  };

  const send = async (from: number, to: number): Promise<readonly number[]> => {
    const statuses: number[] = [];
    for (let no = from; no < to; no += 1) {
      const body = issuedLoan(bank, `S${no}`, no);
      statuses.push((await registry.ask('post', '/v1/events', { key, type: cloudEvent, body })).status);
    }
    return statuses;
  };

  const asOwner = async (text: string): Promise<readonly unknown[]> => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    const { rows } = await client.query(text);
    await client.end();
    return rows;
  };

  const facts = (): Promise<readonly unknown[]> =>
    asOwner('select seq, stream, event_id, recorded_at::text from facts order by seq');

  const sequenced = async (count: number): Promise<readonly unknown[]> => {
    while ((await facts()).length < count) await new Promise((later) => setTimeout(later, 50));
    await projected(registry);
    return facts();
  };

  const readiness = async (isReached: (detail: string) => boolean): Promise<string> => {
    for (;;) {
      const { body } = await registry.ask('get', '/readyz');
      const detail = String(body.detail ?? body.status);
      if (isReached(detail)) return detail;
      await new Promise((later) => setTimeout(later, 100));
    }
  };

  /** As a process of its own; how it ends, and what it says. */
  const startedRegistry = async (): Promise<readonly [code: unknown, said: string]> => {
    const env = {
      PATH: process.env['PATH'],
      XUDAI_PORT: '1',
      XUDAI_DATABASE_URL: database.appUrl,
      XUDAI_EVENT_STORE_URL: store.url,
      XUDAI_STREAM_PREFIX: prefix,
      XUDAI_BOOTSTRAP_KEY: administratorsKey,
    };
    try {
      const main = 'dist/apps/registry/src/main.js';
      const { stdout } = await promisify(execFile)(process.execPath, [main], { env, timeout: 150_000 });
      return [0, stdout];
    } catch (error) {
      const { code, stdout } = error as { code?: unknown; stdout?: string };
      return [code, String(stdout)];
    }
  };

  beforeEach(async () => {
    store = await EventStoreDouble.started();
    database = await testDatabase();
    await begin();
    key = await registry.bank(bank);
    await send(0, 10);
    older = store.log.marked();
    await send(10, 20);
    await sequenced(store.log.all.filter(({ stream }) => stream.startsWith(prefix)).length);
    whole = store.log.marked();
  });

  afterEach(async () => {
    await registry.close();
    await database.drop();
    store.stop();
  });

  const bringBack = async (mark: typeof whole): Promise<void> => {
    store.stop();
    store.log.backTo(mark);
    await store.start();
  };

  it('is not gone on from, whoever runs: nothing is recorded, /readyz says why, no registry starts on it; with the right one all goes on by itself', async () => {
    const before = await facts();
    await bringBack(older);
    expect(
      await readiness((detail) => detail.includes('stands still') && detail.includes('are refused')),
    ).toBe(
      `Reports are refused: the event store does not hold the last fact of the sequence where it was. It is another store, or an older copy of it. The sequencer stands still: The event store does not hold fact ${before.length} where the sequence has it: it is another store, or an older copy of it.`,
    );
    const body = issuedLoan(bank, 'S20', 20);
    const refused = await registry.ask('post', '/v1/events', { key, type: cloudEvent, body });
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('2');
    expect(refused.body).toMatchObject({
      outcome: 'not-recorded',
      retryable: true,
      detail: 'The event store is another one, or an older copy of the one whose facts are known here.',
    });
    expect(await facts()).toEqual(before);
    expect((await registry.ask('get', '/v1/loans?limit=100', { key })).status).toBe(200);
    expect(await startedRegistry()).toEqual([2, expect.stringContaining('an older copy of it')]);
    expect(store.log.all).toHaveLength(older.all.length);

    await bringBack(whole);
    await readiness((detail) => detail === 'ready');
    expect(await facts()).toEqual(before);
    expect(new Set(await send(0, 20))).toEqual(new Set([200]));
    expect(await send(20, 21)).toEqual([201]);
    expect((await sequenced(before.length + 1)).slice(0, -1)).toEqual(before);
  });

  it('is gone on from with a new read side; what it had lost is recorded when it is sent again', async () => {
    const before = await facts();
    await registry.close();
    await bringBack(older);
    await database.drop();
    database = await testDatabase();
    await begin();
    expect(await sequenced(before.length - 10)).toEqual(before.slice(0, -10));
    const statuses = await send(0, 20);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    expect(await sequenced(before.length)).toHaveLength(before.length);
    await readiness((detail) => detail === 'ready');
  });

  it('is not needed: the database can become the log itself, with every fact that was in order', async () => {
    const before = await facts();
    await registry.close();
    await asOwner('begin; delete from sequencer; delete from sequenced_positions; commit');
    registry = await runningRegistry({ database });
    expect(await facts()).toEqual(before);
    expect(new Set(await send(0, 20))).toEqual(new Set([200]));
    expect(await send(20, 21)).toEqual([201]);
    expect((await sequenced(before.length + 1)).slice(0, -1)).toEqual(before);
    await readiness((detail) => detail === 'ready');
  });
});
