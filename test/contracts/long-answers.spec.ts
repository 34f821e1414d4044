import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { projected } from '../support/projected.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Answers that go on for as long as something lasts: here the progress of a replay that somebody holds up. */

describe('a long answer', () => {
  let registry: RunningRegistry;
  let auditor: string;
  let owner: pg.Client;
  let path: string;
  let isClosed = false;

  const listening = async (key = auditor): Promise<IncomingMessage> => {
    const { port } = registry;
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
  });

  afterAll(async () => {
    if (!isClosed) await registry.close();
    await owner.end();
  });

  const sixteenOf = async (key: string): Promise<readonly IncomingMessage[]> => {
    const readers = await Promise.all(Array.from({ length: 16 }, () => listening(key)));
    expect(readers.map(({ statusCode }) => statusCode)).toEqual(readers.map(() => 200));
    return readers;
  };
  const isRefused = async (key: string): Promise<void> => {
    const refused = await listening(key);
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '2']);
  };

  /** Once a place of the key is free again. */
  const untilFree = async (key = auditor): Promise<void> => {
    for (;;) {
      const reader = await listening(key);
      reader.destroy();
      if (reader.statusCode === 200) return;
      await later(50);
    }
  };

  it('has places of each key and in all, which are free again when readers go away', async () => {
    const others = await Promise.all([1, 2, 3].map(() => registry.keyFor('auditor')));
    const readers = [await sixteenOf(auditor)];
    await isRefused(auditor);
    for (const key of others) readers.push(await sixteenOf(key));
    await isRefused(await registry.keyFor('auditor'));
    for (const reader of readers.flat()) reader.destroy();
    await untilFree();
  });

  it('that is quiet, or stuck, ends within five seconds once its key is revoked', async () => {
    const { body } = await registry.ask('post', '/v1/keys', { body: { role: 'auditor', label: 'short' } });
    const answer = await listening(body.key);
    const closed = new Promise((ended) => answer.once('close', ended));
    // The stream waits for the database, and says nothing: what ends it comes from beside it.
    await owner.query('begin; lock table replay in access exclusive mode');
    expect((await registry.ask('delete', `/v1/keys/${body.id}`)).status).toBe(204);
    const began = performance.now();
    await closed;
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(answer.complete).toBe(false);
    await owner.query('rollback');
  });

  it('takes no place of a client that was gone before it began', async () => {
    const { port } = registry;
    await owner.query('begin; lock table replay in access exclusive mode');
    const asked = Array.from({ length: 16 }, () => {
      const request = get({ port, path, headers: { authorization: `Bearer ${auditor}` }, agent: false });
      request.on('error', () => undefined);
      return request;
    });
    await later(1_000);
    for (const request of asked) request.destroy();
    await later(500);
    await owner.query('rollback');
    for (;;) {
      const readers = await Promise.all(Array.from({ length: 16 }, () => listening()));
      for (const reader of readers) reader.destroy();
      if (readers.every(({ statusCode }) => statusCode === 200)) break;
      await later(100);
    }
    await untilFree();
  });

  it('is asked about without being begun', async () => {
    const { port } = registry;
    for (const asked of [path, '/v1/facts', '/v1/live?programme=SH24']) {
      const answer = await fetch(`http://127.0.0.1:${port}${asked}`, {
        method: 'HEAD',
        headers: { authorization: `Bearer ${auditor}` },
      });
      // Nobody knows how long it would be.
      expect([answer.status, answer.headers.get('content-length')]).toEqual([200, null]);
    }
  });

  it('breaks when the registry ends, and does not hold up its end', async () => {
    const answer = await listening();
    const began = performance.now();
    isClosed = true;
    await Promise.all([registry.close(), new Promise((closed) => answer.once('close', closed))]);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(answer.complete).toBe(false);
  });
});
