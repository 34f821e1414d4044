import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#testing';
import { EventStoreDouble } from '../event-store-double/event-store-double.server.js';
import { projected } from '../support/checked-projections.js';
import { issuedLoan } from '../support/reports.js';
import { administratorsKey, cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

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

  const facts = async (): Promise<readonly unknown[]> => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    const { rows } = await client.query('select seq, stream, event_id, recorded_at::text from facts order by seq');
    await client.end();
    return rows;
  };

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

  /** As a process of its own, which says why it does not start. */
  const startRegistry = (): { readonly status: number | null; readonly stderr: string } =>
    spawnSync(process.execPath, ['dist/apps/registry/src/main.js'], {
      env: {
        PATH: process.env['PATH'],
        XUDAI_PORT: '1',
        XUDAI_DATABASE_URL: database.appUrl,
        XUDAI_EVENT_STORE_URL: store.url,
        XUDAI_STREAM_PREFIX: prefix,
        XUDAI_BOOTSTRAP_KEY: administratorsKey,
      },
      encoding: 'utf8',
      timeout: 30_000,
    });
