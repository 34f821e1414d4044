import type { Socket } from 'node:net';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sizeOf } from '#testing';
import { projected } from '../support/projected.js';
import { plantFacts } from '../support/planted-facts.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { isWhole, type SilentReader, silentReader } from '../support/silent-reader.js';

/* Clients that ask for more than the buffers of the system hold, and do not read. */

const { patienceMs } = sizeOf('silentReaders');
const facts = { count: 3_500, padding: 5_000 };

describe('a download that nobody reads', () => {
  let registry: RunningRegistry;
  const served: Socket[] = [];
  let keys: readonly { readonly id: string; readonly key: string }[];

  const newAuditor = async (more: object = {}): Promise<{ id: string; key: string }> => {
    const body = { role: 'auditor', label: 'silent', ...more };
    return (await registry.ask('post', '/v1/keys', { body })).body as { id: string; key: string };
  };
  const reading = (of: number) => silentReader(registry, '/v1/facts', keys[of]?.key ?? '');
  const status = async (of: number): Promise<number> =>
    (await registry.ask('get', '/v1/facts?to=1', { key: keys[of]?.key ?? '' })).status;
  /** When the connection ended as the registry sees it, which is when the place is free. */
  const untilFree = async (of: number, atMostMs: number): Promise<number> => {
    const began = performance.now();
    while ((await status(of)) !== 200 && performance.now() - began < atMostMs) await later(100);
    return performance.now() - began;
  };
  const breakAll = async (readers: readonly SilentReader[]): Promise<void> => {
    const ports = readers.map(({ socket }) => socket.localPort);
    const theirs = served.filter(({ remotePort }) => ports.includes(remotePort));
    for (const { socket } of readers) socket.destroy();
    while (theirs.some(({ destroyed }) => !destroyed)) await later(20);
  };

  beforeAll(async () => {
    registry = await runningRegistry({ readerPatienceMs: patienceMs });
    registry.application.getHttpServer().on('connection', (socket: Socket) => served.push(socket));
    keys = await Promise.all([newAuditor(), newAuditor(), newAuditor(), newAuditor()]);
    await plantFacts(registry.ownerUrl, facts.count, { padding: facts.padding });
    await projected(registry);
  });

  afterAll(() => registry.close());

  it('takes three places of its key and no more; all keys together have eight', async () => {
    const ofOne = await Promise.all([reading(0), reading(0), reading(0)]);
    const fourth = await registry.ask('get', '/v1/facts?to=1', { key: keys[0]?.key ?? '' });
    expect([fourth.status, fourth.headers['retry-after']]).toEqual([503, '2']);
    expect(fourth.body).toMatchObject({ type: '/problems/unavailable', retryable: true });
    expect(fourth.body.detail).toBe(
      'This key has 3 answers of this kind under way, and may not have more at once.',
    );
    expect(await status(1)).toBe(200);

    const ofOthers = await Promise.all([reading(1), reading(1), reading(1), reading(2), reading(2)]);
    const ninth = await registry.ask('get', '/v1/facts?to=1', { key: keys[3]?.key ?? '' });
    expect(ninth.status).toBe(503);
    expect(ninth.body.detail).toBe(
      '8 answers of this kind are under way, and there may not be more at once.',
    );
    await breakAll([...ofOne, ...ofOthers]);
    await untilFree(3, 20_000);
    expect(await status(3)).toBe(200);
  });

  it('is ended within five seconds once its key is revoked', async () => {
    const { id, key } = await newAuditor();
    const readers = await Promise.all([1, 2, 3].map(() => silentReader(registry, '/v1/facts', key)));
    expect((await registry.ask('delete', `/v1/keys/${id}`)).status).toBe(204);
    const others = await Promise.all([reading(0), reading(0), reading(0), reading(1), reading(1)]);
    expect(await untilFree(3, 20_000)).toBeLessThan(5_000);
    for (const { rest } of readers) expect(isWhole(await rest())).toBe(false);
    await breakAll(others);
  });

  it('is ended within five seconds once its key has expired', async () => {
    const expiresAt = new Date(Date.now() + 4_000).toISOString();
    const { key } = await newAuditor({ expiresAt });
    const reader = await silentReader(registry, '/v1/facts', key);
    const [theirs] = served.slice(-1);
    while (theirs?.destroyed === false) await later(50);
    expect(Date.now() - Date.parse(expiresAt)).toBeLessThan(5_000);
    expect(isWhole(await reader.rest())).toBe(false);
  });

  it('is ended after a time, not before, and its place is free; one that is slow goes on', async () => {
    const began = performance.now();
    const silent = await Promise.all([reading(0), reading(0), reading(0)]);
    const theirs = served.slice(-3);
    const slow = await reading(1);
    let readSlowly = true;
    const sipping = (async () => {
      while (readSlowly) {
        // What is buffered here, 64 KiB: about one MiB a second, since the system tells of room in larger steps.
        slow.socket.read();
        await later(60);
      }
    })();
    // As long as the system's own buffers are filled something is taken.
    expect(await untilFree(0, 60_000)).toBeLessThan(patienceMs + 15_000);
    expect(performance.now() - began).toBeGreaterThan(patienceMs);
    while (theirs.some(({ destroyed }) => !destroyed)) await later(100);
    for (const { rest } of silent) expect(isWhole(await rest())).toBe(false);
    await later(1_000);
    readSlowly = false;
    await sipping;
    expect(isWhole(await slow.rest())).toBe(true);
  });
});
