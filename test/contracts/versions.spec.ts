import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issuedLoan } from '../support/reports.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Whatever shows a figure takes a version of its definition, each in the same way. */

const bank = 'C1010211000012';
const name = { zh: '自定', en: 'Own' };
const year = { from: '2024-01-01', to: '2024-12-31' };
const measure = {
  name,
  op: 'SUM',
  unit: 'CNY',
  sources: [{ fact: 'LoanIssued', sign: 1, quantity: '/data/principal' }],
};
const target = { name, measure: 'own', unit: 'CNY', comparator: 'GTE', period: year };

describe('a version', () => {
  let registry: RunningRegistry;
  let supervisor: string;
  let position: string;

  const put = async (path: string, body: object) => {
    const { status, body: answer } = await registry.ask('put', path, { key: supervisor, body });
    expect([path, status]).toEqual([path, 201]);
    return answer as { readonly seq: number };
  };
  const get = async (path: string) => {
    const headers = { 'await-position': position, 'await-timeout': '30000' };
    return registry.ask('get', path, { key: supervisor, headers });
  };
  const series = '/v1/measures/own/series?interval=month&effectiveAsOf=2024-12-31';
  const breakdown = '/v1/measures/own/breakdown?by=size&effectiveAsOf=2024-12-31';
  const facts = '/v1/measures/own/facts?effectiveAsOf=2024-12-31';
  const progress = '/v1/programmes/OWN/progress?effectiveAsOf=2024-12-31';
  const explain = '/v1/explain?programme=OWN&target=T&effectiveAsOf=2024-12-31';
  const routes = [series, breakdown, facts, progress, explain, '/v1/measures/own?'];
  let seqs: readonly number[];

  beforeAll(async () => {
    registry = await runningRegistry();
    supervisor = await registry.keyFor('supervisor');
    const key = await registry.bank(bank);
    const send = async (loanId: string, principal: string) => {
      const body = [issuedLoan(bank, loanId, 1, { effectiveDate: '2024-03-01', principal })];
      const sent = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body });
      expect(sent.body.results[0].status).toBe(201);
      position = sent.body.position;
    };
    await put('/v1/programmes/OWN', { name, ...year });
    await send('L1', '10.00');
    const first = await put('/v1/measures/own', measure);
    await put('/v1/programmes/OWN/targets/T', { ...target, threshold: '30.00' });
    await put('/v1/programmes/OWN/targets/U', { ...target, threshold: '1.00' });
    const second = await put('/v1/measures/own', {
      ...measure,
      filter: { gte: ['/data/principal', '20.00'] },
    });
    await put('/v1/programmes/OWN/targets/T', { ...target, threshold: '50.00' });
    await send('L2', '25.00');
    seqs = [first.seq, second.seq];
    await get(series);
  });

  afterAll(() => registry.close());

  it('of a measure is asked for by its number', async () => {
    const closing = async (query: string) => {
      const { status, body } = await get(`${series}${query}`);
      return [status, body.version, body.points?.at(-1).cumulative];
    };
    expect(await closing('&version=1')).toEqual([200, 1, '35.00']);
    expect(await closing('&version=2')).toEqual([200, 2, '25.00']);
    expect(await closing('')).toEqual([200, 2, '25.00']);
    expect((await get(`${breakdown}&version=1`)).body).toMatchObject({ version: 1, total: '35.00' });
    expect((await get(`${facts}&version=1`)).body).toMatchObject({ version: 1, items: [{}, {}] });
    expect((await get(`${facts}&version=2`)).body).toMatchObject({ version: 2, items: [{}] });
    expect((await get('/v1/measures/own?version=1')).body).toMatchObject({ version: 1, filter: null });
  });

  it('has figures as known before it was recorded', async () => {
    const known = `&knownAt=${(seqs[0] ?? 0) - 1}`;
    expect((await get(`${series}${known}`)).status).toBe(404);
    expect((await get(`${breakdown}${known}&version=1`)).body).toMatchObject({ version: 1, total: '10.00' });
    expect((await get(`${breakdown}${known}&version=2`)).body).toMatchObject({ version: 2, total: '0.00' });
  });

  it('of targets leaves out those that do not have it', async () => {
    expect((await get(`${progress}&version=1`)).body.targets).toMatchObject([
      { code: 'T', version: 1, threshold: '30.00', actual: '25.00' },
      { code: 'U', version: 1, achieved: true },
    ]);
    expect((await get(`${progress}&version=2`)).body.targets).toMatchObject([
      { code: 'T', version: 2, threshold: '50.00' },
    ]);
    expect((await get(`${explain}&version=1`)).body).toMatchObject({ version: 1, threshold: '30.00' });
    expect((await get(explain)).body).toMatchObject({ version: 2, threshold: '50.00' });
  });

  it('that there is not is 404, and what is no number 400, on every route', async () => {
    for (const route of routes) {
      const missing = await get(`${route}&version=3`);
      expect([route, missing.status, missing.body.errors?.[0].pointer]).toEqual([route, 404, '?version']);
      expect((await get(`${route}&version=0`)).body.errors).toMatchObject([{ pointer: '?version' }]);
    }
    expect((await get('/v1/loans?version=1')).status).toBe(400);
  });

  it('belongs to the question of a cursor', async () => {
    const { body } = await get(`${facts}&version=1&limit=1`);
    const next = `&limit=1&cursor=${body.next}`;
    expect((await get(`${facts}&version=1${next}`)).status).toBe(200);
    for (const other of ['', '&version=2']) expect((await get(`${facts}${other}${next}`)).status).toBe(400);
  });
});
