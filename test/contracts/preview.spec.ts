import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { issuedLoan } from '../support/reports.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* What a measure would show before it is defined: the same rules, the same figures, and nothing recorded. */

const bank = 'C1010211000012';
const name = { zh: '自定', en: 'Own' };
const source = { fact: 'LoanIssued', sign: 1, quantity: '/data/principal' };
const large = { name, op: 'SUM', unit: 'CNY', sources: [source] };
const filter = { gte: ['/data/principal', '20.00'] };

describe('a preview of a measure', () => {
  let registry: RunningRegistry;
  let supervisor: string;
  let position: string;

  const preview = async (body: unknown, query = '', key: string | null = supervisor) =>
    registry.ask('post', `/v1/measures/preview${query}`, {
      key,
      body: body as object,
      headers: { 'await-position': position, 'await-timeout': '30000' },
    });
  const recorded = async (): Promise<number> => {
    const owner = new pg.Client(registry.ownerUrl);
    await owner.connect();
    const { rows } = await owner.query<{ count: string }>('select count(*) as count from facts');
    await owner.end();
    return Number(rows[0]?.count);
  };

  beforeAll(async () => {
    registry = await runningRegistry();
    supervisor = await registry.keyFor('supervisor');
    const key = await registry.bank(bank);
    const sent = await registry.ask('post', '/v1/events', {
      key,
      type: cloudEventBatch,
      body: [
        issuedLoan(bank, 'L1', 1, { effectiveDate: '2024-03-01', principal: '10.00' }),
        issuedLoan(bank, 'L2', 2, { effectiveDate: '2024-04-01', principal: '25.00' }),
      ],
    });
    position = sent.body.position;
  });

  afterAll(() => registry.close());

  it('is the series that it has once it is defined, and records nothing', async () => {
    const before = await recorded();
    const query = '?interval=month&effectiveAsOf=2024-12-31&from=2024-01-01';
    const { status, body } = await preview({ ...large, filter }, query);
    expect([status, body.unit, body.total, body.measure]).toEqual([200, 'CNY', '25.00', null]);
    expect(await recorded()).toBe(before);
    expect((await preview({ ...large, filter })).body.points.at(-1).cumulative).toBe('25.00');

    const put = await registry.ask('put', '/v1/measures/own', {
      key: supervisor,
      body: { ...large, filter },
    });
    const headers = { 'await-position': put.body.position, 'await-timeout': '30000' };
    const defined = await registry.ask('get', `/v1/measures/own/series${query}`, {
      key: supervisor,
      headers,
    });
    expect(body.points).toEqual(defined.body.points);
  });

  it('is narrowed, and as known at a fact, as every figure', async () => {
    const total = async (query: string) => (await preview(large, query)).body.total;
    expect(await total('?effectiveAsOf=2024-03-31')).toBe('10.00');
    expect(await total('?effectiveAsOf=2024-12-31&institution=none')).toBe('0.00');
    expect(await total('?effectiveAsOf=2024-12-31&knownAt=1')).toBe('0.00');
    const basis = (await preview(large, '?knownAt=1')).body.basis;
    expect(basis).toMatchObject({ seq: 1, knownAt: 1 });
  });

  it('is refused as the definition would be', async () => {
    const deep = (levels: number): object =>
      levels === 0 ? { exists: '/institution' } : { not: deep(levels - 1) };
    const wrong: readonly object[] = [
      {},
      { ...large, op: 'COUNT' },
      { ...large, unit: 'COUNT' },
      { ...large, sources: [] },
      { ...large, sources: [{ ...source, fact: 'KeyIssued' }] },
      { ...large, sources: [{ ...source, quantity: '/data/__proto__' }] },
      { ...large, sources: [{ ...source, quantity: "/data/x'; drop table facts; --" }] },
      { ...large, filter: { eq: ['/data/constructor', 'x'] } },
      { ...large, filter: deep(40) },
      { ...large, filter: { in: ['/institution', Array.from({ length: 600 }, () => 'x')] } },
      { ...large, distinct: '/institution' },
      { name, op: 'COUNT_DISTINCT', unit: 'COUNT', sources: [{ ...source, quantity: null }] },
      { name, op: 'GROWTH', unit: 'RATIO', of: 'none' },
      { ...large, surplus: 1 },
    ];
    for (const body of wrong) {
      const put = await registry.ask('put', '/v1/measures/wrong', { key: supervisor, body });
      const { status, body: answer } = await preview(body);
      expect([status, answer.type, answer.errors]).toEqual([put.status, put.body.type, put.body.errors]);
      expect(status).toBe(400);
    }
    const latest = {
      name,
      op: 'LATEST_SUM',
      unit: 'CNY',
      sources: [{ ...source, fact: 'IndicatorReported', quantity: '/data/value' }],
    };
    expect((await preview(latest)).body.errors).toMatchObject([{ pointer: '/code' }]);
    expect((await preview({ ...latest, code: 'pension-premium' })).body.total).toBeNull();
    expect((await preview({ name, op: 'GROWTH', unit: 'RATIO', of: 'loan-balance' })).status).toBe(400);
  });

  it('takes the largest filter that may be defined', async () => {
    const values = Array.from({ length: 190 }, (_, index) => `v${index}`);
    const part = { not: { in: ['/dimensions/district', values] } };
    const { status, body } = await preview(
      { ...large, filter: { or: [part, part] } },
      '?effectiveAsOf=2024-12-31',
    );
    expect([status, body.total]).toEqual([200, '35.00']);
  });

  it('is for supervisors alone', async () => {
    for (const role of ['auditor', 'admin'] as const)
      expect((await preview(large, '', await registry.keyFor(role))).status).toBe(403);
    expect((await preview(large, '', null)).status).toBe(401);
  });

  it('is made twice at once at most', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => preview(large)));
    const turnedAway = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(2);
    expect(turnedAway.length).toBeGreaterThanOrEqual(1);
    for (const { headers } of turnedAway) expect(headers['retry-after']).toBe('30');
    expect((await preview(large)).status).toBe(200);
  });
});
