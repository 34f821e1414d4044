import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { projected } from '../support/checked-projections.js';
import { type Document, driftOf } from '../support/open-api-drift.js';
import { replayed } from '../support/replaying.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* What auditors and administrators are answered is as the document says. */

describe('the OpenAPI document', () => {
  let registry: RunningRegistry;
  let document: Document;
  let auditor: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    document = (await registry.ask('get', '/openapi.json', { key: null })).body;
    auditor = await registry.keyFor('auditor');
    await projected(registry);
  }, 120_000);

  afterAll(() => registry.close());

  const drift = (method: 'get' | 'post', path: string, answer: Response): readonly string[] => {
    const contentType = String(answer.headers['content-type'] ?? '');
    const body: unknown = contentType.includes('json') ? JSON.parse(answer.text) : answer.text;
    return driftOf(document, {
      method,
      path,
      status: answer.status,
      contentType,
      body,
      headers: answer.headers,
    });
  };

  it('says what a fact, a replay and a check are', async () => {
    const as = { key: auditor };
    const facts = await registry.ask('get', '/v1/facts?to=1', as);
    const asked = await registry.ask('post', '/v1/replays', { ...as, body: { programme: 'SH24' } });
    const { id } = await replayed(registry, auditor, { programme: 'SH24' });
    const replay = await registry.ask('get', `/v1/replays/${id}`, as);
    const progress = await registry.ask('get', `/v1/replays/${id}/progress`, as);
    const none = await registry.ask('get', '/v1/replays/none', as);
    const checks = await registry.ask('get', '/v1/operations/checks');
    expect([facts, asked, replay, progress, none, checks].map(({ status }) => status)).toEqual([
      200, 202, 200, 200, 404, 200,
    ]);
    expect([
      ...drift('get', '/v1/facts', facts),
      ...drift('post', '/v1/replays', asked),
      ...drift('get', '/v1/replays/{id}', replay),
      ...drift('get', '/v1/replays/{id}/progress', progress),
      ...drift('get', '/v1/replays/{id}', none),
      ...drift('get', '/v1/operations/checks', checks),
    ]).toEqual([]);
  });
});
