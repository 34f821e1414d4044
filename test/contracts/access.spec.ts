import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issuedLoan } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* The table of 3.1, row by row: every route, every role, own and foreign institution. */

const own = 'C1010211000012';
const foreign = 'C1010311000013';

type Method = 'get' | 'post' | 'put' | 'delete';
type Role = 'bank' | 'supervisor' | 'auditor' | 'admin' | 'nobody';

/** `pass`: gets beyond the gate, whatever the answer then is; a number: exactly that status. */
type Expected = 'pass' | number;

interface Row {
  readonly route: readonly [Method, string];
  readonly bank: Expected;
  readonly supervisor: Expected;
  readonly auditor: Expected;
  readonly admin: Expected;
}

const row = (
  method: Method,
  path: string,
  [bank, supervisor, auditor, admin]: readonly [Expected, Expected, Expected, Expected],
): Row => ({ route: [method, path], bank, supervisor, auditor, admin });

const everybody = ['pass', 'pass', 'pass', 'pass'] as const;
const readers = ['pass', 'pass', 'pass', 403] as const;
const intake = ['pass', 403, 403, 403] as const;
const overseers = [403, 'pass', 'pass', 403] as const;
const supervisors = [403, 'pass', 403, 403] as const;
const auditors = [403, 403, 'pass', 403] as const;
const administrators = [403, 403, 403, 'pass'] as const;

const table: readonly Row[] = [
  row('post', '/v1/events', intake),
  row('get', '/v1/events/some-id', intake),
  row('post', '/v1/submissions', intake),
  row('get', '/v1/submissions/x', readers),
  row('get', '/v1/refusals', readers),
  row('get', '/v1/statements/2024-01-01', readers),
  row('get', '/v1/programmes', everybody),
  row('get', '/v1/programmes/SH24', everybody),
  row('get', '/v1/programmes/SH24/progress', everybody),
  row('get', `/v1/programmes/SH24/progress?institution=${own}`, everybody),
  row('get', `/v1/programmes/SH24/progress?institution=${foreign}`, [403, 'pass', 'pass', 'pass']),
  row('get', '/v1/programmes/SH24/progress?district=310115', [403, 'pass', 'pass', 'pass']),
  row('get', '/v1/measures', everybody),
  row('get', '/v1/measures/renewal-volume', everybody),
  row('get', '/v1/institutions', everybody),
  row('get', `/v1/institutions/${own}`, everybody),
  row('get', '/v1/live', everybody),
  row('get', '/v1/measures/renewal-volume/series', readers),
  row('get', '/v1/measures/renewal-volume/breakdown', readers),
  row('get', '/v1/measures/renewal-volume/facts', readers),
  row('get', '/v1/loans', readers),
  row('get', `/v1/loans/${own}/L-own`, readers),
  row('get', `/v1/loans/${foreign}/L-foreign`, [404, 200, 200, 403]),
  row('get', `/v1/loans/${foreign}/L-foreign/history`, [404, 200, 200, 403]),
  row('get', '/v1/borrowers/x', readers),
  row('get', '/v1/first-time-borrowers', readers),
  row('get', '/v1/bailout/disbursements', readers),
  row('get', '/v1/bailout/allocations', readers),
  row('get', '/v1/bailout/programmes', readers),
  row('get', '/v1/anomalies', overseers),
  row('get', '/v1/explain', overseers),
  row('put', '/v1/programmes/P', supervisors),
  row('put', '/v1/programmes/P/targets/T', supervisors),
  row('put', '/v1/measures/M', supervisors),
  row('post', '/v1/measures/preview', supervisors),
  row('put', '/v1/calendars/CN/2025', supervisors),
  row('put', '/v1/bailout/programmes/P', supervisors),
  row('post', '/v1/bailout/allocations', supervisors),
  row('post', '/v1/first-time-borrowers/x/decision', supervisors),
  row('post', `/v1/institutions/${foreign}/suspension`, supervisors),
  row('delete', `/v1/institutions/${foreign}/suspension`, supervisors),
  row('get', '/v1/facts', auditors),
  row('post', '/v1/replays', auditors),
  row('get', '/v1/replays/x', auditors),
  row('get', '/v1/exports', auditors),
  row('get', '/v1/evidence/inclusion', auditors),
  row('post', '/v1/institutions', administrators),
  row('put', `/v1/institutions/${own}`, administrators),
  row('post', '/v1/keys', administrators),
  row('get', '/v1/keys', administrators),
  row('delete', '/v1/keys/none', administrators),
  row('get', '/v1/operations/parked', administrators),
  row('get', '/v1/operations/rebuilds', administrators),
  row('post', '/v1/operations/rebuilds', administrators),
];

describe('who may do what', () => {
  let registry: RunningRegistry;
  const keys = {} as Record<Exclude<Role, 'nobody'>, string>;
  let foreignKey: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    keys.bank = await registry.bank(own);
    foreignKey = await registry.bank(foreign);
    keys.supervisor = await registry.keyFor('supervisor');
    keys.auditor = await registry.keyFor('auditor');
    keys.admin = await registry.keyFor('admin');
    const recorded = await registry.ask('post', '/v1/events', {
      key: foreignKey,
      type: cloudEvent,
      body: issuedLoan(foreign, 'L-foreign', 1),
    });
    await registry.ask('get', '/v1/loans', {
      key: keys.supervisor,
      headers: { 'await-position': recorded.body.position, 'await-timeout': '30000' },
    });
  }, 120_000);

  afterAll(() => registry.close());

  for (const { route, ...expected } of table) {
    const [method, path] = route;
    for (const role of ['bank', 'supervisor', 'auditor', 'admin'] as const)
      it(`${method} ${path} as ${role}: ${expected[role]}`, async () => {
        const answer = await registry.ask(method, path, {
          key: keys[role],
          ...(method === 'post' || method === 'put' ? { body: {} } : {}),
        });
        if (expected[role] === 'pass') expect([401, 403, 405, 500]).not.toContain(answer.status);
        else expect(answer.status).toBe(expected[role]);
        if (answer.status >= 400)
          expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      });

    it(`${method} ${path} without a key: 401`, async () => {
      const answer = await registry.ask(method, path, { key: null });
      expect(answer.status).toBe(401);
      expect(answer.body.type).toBe('/problems/unauthenticated');
    });
  }

  it("another bank's loan is, byte for byte, one that does not exist", async () => {
    const foreignLoan = await registry.ask('get', `/v1/loans/${foreign}/L-foreign`, { key: keys.bank });
    const noLoan = await registry.ask('get', `/v1/loans/${foreign}/L-none`, { key: keys.bank });
    expect(foreignLoan.text).toBe(noLoan.text);
    expect(foreignLoan.status).toBe(404);
  });

  it("another bank's report is not there, and its loans are in no list", async () => {
    const report = await registry.ask('get', '/v1/events/issue-L-foreign', { key: keys.bank });
    expect(report.status).toBe(404);
    const list = await registry.ask('get', `/v1/loans?institution=${foreign}`, { key: keys.bank });
    expect(list.body.items).toEqual([]);
  });

  it('nothing needs a key that anybody may read', async () => {
    for (const path of [
      '/healthz',
      '/readyz',
      '/openapi.json',
      '/docs',
      '/schemas/xudai.loan.issued.v1.json',
      '/problems/RNW-R02',
    ])
      expect((await registry.ask('get', path, { key: null })).status).toBe(200);
  });

  it('a path that does not exist tells a stranger nothing, and a caller 404', async () => {
    expect((await registry.ask('get', '/v1/none', { key: null })).status).toBe(401);
    expect((await registry.ask('get', '/v1/none', { key: keys.bank })).status).toBe(404);
  });

  it('another method on a path is 405, before what the role may do', async () => {
    const answer = await registry.ask('delete', '/v1/loans', { key: keys.admin });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toMatch(/GET/);
  });

  it('a revoked key stops', async () => {
    const issued = await registry.ask('post', '/v1/keys', {
      body: { role: 'auditor', label: 'to be revoked' },
    });
    const { id, key } = issued.body;
    expect((await registry.ask('get', '/v1/loans', { key })).status).toBe(200);
    expect((await registry.ask('delete', `/v1/keys/${id}`)).status).toBe(204);
    await new Promise((later) => setTimeout(later, 1_500));
    expect((await registry.ask('get', '/v1/loans', { key })).status).toBe(401);
  });
});
