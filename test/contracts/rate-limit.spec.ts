import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issuedLoan } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { north, south } from '../support/three-banks.js';

/* So many requests a second for each key (6.2). */

describe('a limit of requests a second', () => {
  const perSecond = 3;
  let registry: RunningRegistry;
  let keys: readonly string[];
  const ask = (key: string) => registry.ask('get', '/v1/programmes?limit=1', { key });

  beforeAll(async () => {
    registry = await runningRegistry({ rateLimit: perSecond });
    const first = await registry.bank(north);
    // Making them takes requests of the administrator, who is limited too.
    await later(1_000);
    keys = [first, await registry.bank(south)];
  });
  afterAll(() => registry.close());

  it('is told with every answer, and turns away what is beyond it: of that key alone', async () => {
    const [first = '', second = ''] = keys;
    // More than even a slow machine takes seconds for.
    const answers = await Promise.all(Array.from({ length: 10 * perSecond }, () => ask(first)));
    const within = answers.filter(({ status }) => status === 200).length;
    expect(within).toBeGreaterThanOrEqual(perSecond);
    expect(within).toBeLessThan(answers.length);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
    for (const { status, headers, body } of answers) {
      expect(headers['ratelimit-policy']).toBe('"key";q=3;w=1');
      expect(headers['ratelimit']).toMatch(/^"key";r=[0-2];t=1$/);
      if (status !== 429) continue;
      expect(headers['retry-after']).toBe('1');
      expect(body).toMatchObject({ type: '/problems/too-many-requests', status: 429, retryable: true });
    }
    expect((await ask(second)).status).toBe(200);
    await later(1_000);
    expect((await ask(first)).status).toBe(200);
  });

  it('says of a report that it was not recorded, and records it when it is sent again', async () => {
    const [key = ''] = keys;
    const reports = Array.from({ length: 10 * perSecond }, (_, no) => issuedLoan(north, `R-${no}`, no + 1));
    const send = (body: object) => registry.ask('post', '/v1/events', { key, type: cloudEvent, body });
    const answers = await Promise.all(reports.map(send));
    const away = answers.findIndex(({ status }) => status === 429);
    expect(answers[away]?.body).toMatchObject({ outcome: 'not-recorded', retryable: true });
    await later(Number(answers[away]?.headers['retry-after']) * 1_000);
    expect((await send(reports[away] ?? {})).status).toBe(201);
  });

  it('is none for health checks, and counts paths that are not there', async () => {
    const [, key = ''] = keys;
    const health = await Promise.all(
      Array.from({ length: 10 }, () => registry.ask('get', '/healthz', { key: null })),
    );
    expect(health.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    const nowhere = await Promise.all(
      Array.from({ length: 10 * perSecond }, () => registry.ask('get', '/v1/nowhere', { key })),
    );
    expect(new Set(nowhere.map(({ status }) => status))).toEqual(new Set([404, 429]));
  });
});
