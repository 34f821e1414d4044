import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { timeSlices } from '../../apps/registry/src/http/time-slices.js';
import { issuedLoan } from '../support/reports.js';
import {
  cloudEvent,
  cloudEventBatch,
  type RunningRegistry,
  runningRegistry,
} from '../support/running-registry.js';

/* Work under way is bounded: what has no room is told so before its body is read, and one sender's flood leaves others their places. */

const [flooding, quiet] = ['C1010211000012', 'C1010311000013'];

describe('work under way', () => {
  let registry: RunningRegistry;
  let keys: readonly [string, string];
  let port: number;
  let held: Socket[] = [];
  let no = 0;

  beforeAll(async () => {
    registry = await runningRegistry();
    keys = [await registry.bank(flooding), await registry.bank(quiet)];
    ({ port } = registry);
  });

  afterEach(() => release());
  afterAll(() => registry.close());

  /** Requests whose bodies do not come, so that each keeps its place. */
  const hold = async (count: number, headers: Readonly<Record<string, string | number>>): Promise<void> => {
    const lines = { host: 'x', authorization: `Bearer ${keys[0]}`, ...headers };
    const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
    const opened = Array.from({ length: count }, () => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      socket.write(`POST /v1/events HTTP/1.1\r\n${head.join('')}\r\n`);
      return socket;
    });
    held.push(...opened);
    await Promise.all(opened.map((socket) => once(socket, 'connect')));
  };
  /** Two batches of one sender, one after the other, so that none is taken for a part of a flood. */
  const holdBatches = async (headers: Readonly<Record<string, string | number>>): Promise<void> => {
    for (const waitMs of [0, 1_000]) {
      await setTimeout(waitMs);
      await hold(1, { 'content-type': cloudEventBatch, ...headers });
    }
  };
  /** All places of one sender for single reports, once it is no more held to less for what it asked before. */
  const fill = async (): Promise<void> => {
    await setTimeout(1_100);
    const [places, beyond] = [128, 12];
    await hold(places + beyond, { 'content-type': cloudEvent, 'content-length': 500 });
    let refused = 0;
    await new Promise<void>((full) => {
      for (const socket of held) socket.once('data', () => (refused += 1) === beyond && full());
    });
  };
  const release = (): void => {
    for (const socket of held) socket.destroy();
    held = [];
  };
  const single = (bank: string, key: string) => {
    no += 1;
    return registry.ask('post', '/v1/events', {
      key,
      type: cloudEvent,
      body: issuedLoan(bank, `A${no}`, no),
    });
  };
  const batch = (bank: string, key: string, reports = 1) => {
    const body = Array.from({ length: reports }, () => issuedLoan(bank, `A${(no += 1)}`, no));
    return registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body });
  };
  const until = async (status: number, ask: () => Promise<{ readonly status: number }>): Promise<void> => {
    const deadline = Date.now() + 20_000;
    while ((await ask()).status !== status)
      if (Date.now() > deadline) throw new Error(`It never was ${status}.`);
  };

  it('is never in a line that somebody outside can name, by no key and by no text in place of one', async () => {
    const seen: (string | undefined)[] = [];
    const { pause } = timeSlices;
    timeSlices.pause = (owner) => {
      seen.push(owner);
      return pause.call(timeSlices, owner);
    };
    try {
      const ask = (authorization: string) =>
        fetch(`http://127.0.0.1:${port}/v1/loans`, {
          headers: authorization === '' ? {} : { authorization },
        });
      await single(quiet, keys[1]);
      await batch(quiet, keys[1], 2);
      const ofWork = new Set(seen.splice(0));
      expect(ofWork.size).toBeGreaterThan(3);
      for (const text of ['', ...[...ofWork].filter((owner) => !owner?.includes('xk_'))].map(String))
        expect((await ask(text)).status).toBe(401);
      expect(seen.filter((owner) => ofWork.has(owner))).toEqual([]);
    } finally {
      timeSlices.pause = pause;
    }
  });

  it('one sender’s single reports: 503 beyond its share; others have theirs, and all is given back', async () => {
    // Twice, so that places that are not given back would be missed.
    for (let time = 0; time < 2; time += 1) {
      await fill();
      const refused = await single(flooding, keys[0]);
      expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(refused.body).toMatchObject({
        type: '/problems/unavailable',
        status: 503,
        outcome: 'not-recorded',
        retryable: true,
      });
      expect((await registry.ask('get', `/v1/events/issue-A${no}`, { key: keys[0] })).status).toBe(404);
      expect((await single(quiet, keys[1])).status).toBe(201);
      // A batch is counted apart, and reading is.
      expect((await batch(flooding, keys[0])).status).toBe(200);
      expect((await registry.ask('get', '/v1/loans', { key: keys[0] })).status).toBe(200);
      expect((await registry.ask('get', '/healthz', { key: null })).status).toBe(200);
      release();
      await until(201, () => single(flooding, keys[0]));
    }
  });

  it('is told so before its body is read', async () => {
    await fill();
    const before = held.length;
    await hold(1, { 'content-type': cloudEvent, 'content-length': 500 });
    const [answer] = (await once(held[before] as Socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer.toString()).toMatch(/^connection: keep-alive\r$/im);
  });

  it('batches are counted by their reports, and one that has no room closes its connection politely', async () => {
    await holdBatches({ 'content-length': 500_000 });
    await until(503, () => batch(flooding, keys[0], 500));
    // All of a long body is sent before the answer is looked at: it arrives all the same.
    const body = JSON.stringify(
      Array.from({ length: 1_000 }, (_, at) => issuedLoan(flooding, `P${at}`, at)),
    ).padEnd(2 * 1024 * 1024);
    for (let time = 0; time < 3; time += 1) {
      const refused = await registry.ask('post', '/v1/events', { key: keys[0], type: cloudEventBatch, body });
      expect([refused.status, refused.headers['connection']]).toEqual([503, 'close']);
      expect(refused.body.outcome).toBe('not-recorded');
    }
    expect((await batch(quiet, keys[1], 500)).status).toBe(200);
    release();
    await until(200, () => batch(flooding, keys[0], 500));
  });

  it('a batch of unknown length counts as the longest', async () => {
    await holdBatches({ 'transfer-encoding': 'chunked' });
    await until(503, () => batch(flooding, keys[0], 500));
  });
});
