import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { projected } from '../support/checked-projections.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Answers that go on for as long as something lasts: here the progress of a replay that somebody holds up. */

describe('a long answer', () => {
  let registry: RunningRegistry;
  let auditor: string;
  let owner: pg.Client;
  let path: string;
  let isClosed = false;

  const listening = async (key = auditor): Promise<IncomingMessage> => {
    const { port } = registry.application.getHttpServer().address() as { readonly port: number };
    const asked = get({ port, path, headers: { authorization: `Bearer ${key}` }, agent: false });
    asked.on('error', () => undefined);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.on('error', () => undefined);
    answer.resume();
    return answer;
  };

  beforeAll(async () => {
    registry = await runningRegistry();
    auditor = await registry.keyFor('auditor');
    await projected(registry);
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    // It holds its lock to the end, and is cut off with the database.
    owner.on('error', () => undefined);
    await owner.connect();
    const id = '00000000-0000-7000-8000-000000000001';
    await owner.query(`select pg_advisory_lock(hashtextextended('xudai replay ' || $1, 0))`, [id]);
    await owner.query(
      `insert into replay (id, programme, effective_as_of, facts_total) values ($1, 'SH24', '2024-12-31', 1)`,
      [id],
    );
    path = `/v1/replays/${id}/progress`;
  }, 120_000);

  afterAll(async () => {
    if (!isClosed) await registry.close();
    await owner.end();
  });

  it('has a number of places, which are free again when readers go away', async () => {
    const readers = await Promise.all(Array.from({ length: 64 }, () => listening()));
    expect(readers.map(({ statusCode }) => statusCode)).toEqual(readers.map(() => 200));
    const refused = await listening();
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '2']);
    for (const reader of readers) reader.destroy();
    await later(1_500);
    const again = await listening();
    expect(again.statusCode).toBe(200);
    again.destroy();
  }, 60_000);

  it('is asked about without being begun', async () => {
    const { port } = registry.application.getHttpServer().address() as { readonly port: number };
    for (const asked of [path, '/v1/facts']) {
      const answer = await fetch(`http://127.0.0.1:${port}${asked}`, {
        method: 'HEAD',
        headers: { authorization: `Bearer ${auditor}` },
      });
      expect(answer.status).toBe(200);
    }
  });

  it('breaks when the registry ends, and does not hold up its end', async () => {
    const answer = await listening();
    const began = performance.now();
    isClosed = true;
    await Promise.all([registry.close(), new Promise((closed) => answer.once('close', closed))]);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(answer.complete).toBe(false);
  }, 60_000);
});
