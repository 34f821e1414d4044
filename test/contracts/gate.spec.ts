import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* What is answered before a route is reached. */

describe('the gate', () => {
  let registry: RunningRegistry;
  let bankKey: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    bankKey = await registry.bank('C1010211000012');
  });

  afterAll(() => registry.close());

  it('tells a stranger nothing of a path that does not exist, and a caller 404', async () => {
    expect((await registry.ask('get', '/v1/none', { key: null })).status).toBe(401);
    expect((await registry.ask('get', '/v1/none', { key: bankKey })).status).toBe(404);
  });

  it('shows who follows a wrong address in a browser a page, with the status that a program gets', async () => {
    const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    for (const [path, key, status] of [
      ['/nonsense', bankKey, 404],
      ['/nonsense', null, 401],
      ['/a//b', bankKey, 404],
    ] as const) {
      const page = await registry.ask('get', path, { key, headers: browser });
      expect([page.status, page.headers['content-type'], page.headers.vary]).toEqual([
        status,
        'text/html; charset=utf-8',
        'Accept',
      ]);
      expect(page.text).toContain('There is nothing at this address');
      expect(page.text).toContain('此地址没有内容');
      const program = await registry.ask('get', path, { key, headers: { accept: '*/*' } });
      expect([program.status, program.headers['content-type']]).toEqual([
        status,
        'application/problem+json; charset=utf-8',
      ]);
    }
    const stranger = await registry.ask('get', '/nonsense', { key: null, headers: browser });
    expect(stranger.headers['www-authenticate']).toBe('Bearer');
    // Where programs look, and of a path that has other methods, all get a problem document.
    for (const [method, path] of [
      ['get', '/v1/none'],
      ['post', '/nonsense'],
      ['get', '/v1/loans'],
    ] as const) {
      const answer = await registry.ask(method, path, { key: null, headers: browser });
      expect([path, answer.headers['content-type']]).toEqual([
        path,
        'application/problem+json; charset=utf-8',
      ]);
    }
  });

  it('answers another method on a path with 405, before what the role may do', async () => {
    const answer = await registry.ask('delete', '/v1/loans', { key: bankKey });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toMatch(/GET/);
    expect((await registry.ask('delete', '/v1/loans')).status).toBe(405);
  });

  it('stops a revoked key', async () => {
    const issued = await registry.ask('post', '/v1/keys', {
      body: { role: 'auditor', label: 'to be revoked' },
    });
    const { id, key } = issued.body;
    expect((await registry.ask('get', '/v1/loans', { key })).status).toBe(200);
    expect((await registry.ask('delete', `/v1/keys/${id}`)).status).toBe(204);
    await new Promise((later) => setTimeout(later, 1_500));
    expect((await registry.ask('get', '/v1/loans', { key })).status).toBe(401);
  });

  it.each([
    '/v1/loans?district=310115&colour=red',
    '/v1/loans?maturityFrom=2024-02-30',
    '/v1/loans?maturityTo=tomorrow',
    '/v1/loans?limit=1001',
    '/v1/loans?cursor=nonsense',
    '/v1/first-time-borrowers?contested=perhaps',
    '/v1/first-time-borrowers?reason=PRIOR_LOAN',
    '/v1/first-time-borrowers/C1010211000012/L1?status=PENDING',
    '/v1/bailout/disbursements?effectiveFrom=1',
    '/v1/bailout/disbursements?amount=5.00',
    '/v1/indicators?asAtTo=2024',
    '/v1/indicators?unit=CNY',
    '/v1/borrowers/X?limit=1',
    '/v1/statements/2024-02-30',
    '/v1/statements/today',
    '/v1/statements/2024-02-28?to=2024-02-29',
  ])('lets %s know that it is not understood', async (path) => {
    const answer = await registry.ask('get', path, { key: bankKey });
    expect([answer.status, answer.body.type]).toEqual([400, '/problems/invalid-request']);
  });
});
