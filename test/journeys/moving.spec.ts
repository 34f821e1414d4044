import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#testing';
import { eventStore, type Store } from '../support/engines.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { reportsOf } from '../support/three-banks.js';

/* A log that moves: from PostgreSQL into an event store, and back into another PostgreSQL. Fact for fact it stays what it was. */

describe('a log that moves to another engine', () => {
  let registry: RunningRegistry;
  let store: Store;
  let beside: TestDatabase;
  let back: TestDatabase;

  beforeAll(async () => {
    registry = await runningRegistry();
    for (const [code, reports] of Object.entries(reportsOf)) {
      const key = await registry.bank(code);
      const answer = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body: reports });
      expect(answer.status).toBe(200);
    }
    store = await eventStore();
    [beside, back] = [await testDatabase(), await testDatabase()];
  }, 120_000);

  afterAll(async () => {
    await registry.close();
    await beside.drop();
    await back.drop();
    store.close();
  });

  const move = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, ['dist/apps/cli/src/move-log.js'], {
      env: { PATH: process.env.PATH, ...env },
    });
    return stdout;
  };

  const factsIn = async (url: string): Promise<readonly unknown[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(
      `select seq, stream, revision, event_id, type, effective_date::text, institution, report_id, recorded_at::text,
              data::text, metadata::text from facts order by seq`,
    );
    await client.end();
    return rows;
  };

  it('is the same fact for fact, with the same totals, there and back; and once more when it is moved twice', async () => {
    const inStore = {
      XUDAI_DATABASE_URL: beside.appUrl,
      XUDAI_DATABASE_OWNER_URL: beside.ownerUrl,
      XUDAI_EVENT_STORE_URL: store.url,
      XUDAI_STREAM_PREFIX: store.prefix,
    };
    const asTarget = (env: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        Object.entries(env).map(([name, value]) => [name.replace('XUDAI_', 'XUDAI_TO_'), value]),
      );
    const there = { XUDAI_DATABASE_URL: registry.appUrl, ...asTarget(inStore) };
    const told = await move(there);
    expect(told).toContain('the same totals');
    expect(await move(there)).toContain('the same totals');
    const again = await move({
      ...inStore,
      ...asTarget({ XUDAI_DATABASE_URL: back.appUrl, XUDAI_DATABASE_OWNER_URL: back.ownerUrl }),
    });
    const totals = (text: string) => text.split('\n').filter((line) => line.startsWith('  '));
    expect(totals(told).length).toBeGreaterThan(10);
    expect(totals(again)).toEqual(totals(told));

    const facts = await factsIn(registry.ownerUrl);
    expect(facts.length).toBeGreaterThan(40);
    expect(await factsIn(beside.ownerUrl)).toEqual(facts);
    expect(await factsIn(back.ownerUrl)).toEqual(facts);
  }, 180_000);

  it('is not moved onto another', async () => {
    const other = await runningRegistry();
    await expect(
      move({
        XUDAI_DATABASE_URL: registry.appUrl,
        XUDAI_TO_DATABASE_URL: other.appUrl,
        XUDAI_TO_DATABASE_OWNER_URL: other.ownerUrl,
      }),
    ).rejects.toThrow('The logs differ at fact 1');
    await other.close();
  }, 60_000);
});
