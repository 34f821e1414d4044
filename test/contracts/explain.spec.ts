import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExplanationAnswer } from '#contract';
import { type ReportingBanks, reportingBanks } from '../support/reporting-banks.js';
import { north } from '../support/three-banks.js';

/* Why a target stands where it does, over HTTP (3.4). */

describe('what moves a target', () => {
  let banks: ReportingBanks;

  beforeAll(async () => {
    banks = await reportingBanks();
  });
  afterAll(() => banks.registry.close());

  const explain = async (query: string, key = banks.supervisor) =>
    banks.registry.ask(
      'get',
      `/v1/explain?programme=SH24&target=SH24-RENEW&effectiveAsOf=2024-12-31${query}`,
      { key },
    );

  it('between two facts, fact by fact, and what came of it adds up', async () => {
    const [from = 0, to = 0] = banks.ends;
    const { status, body } = await explain(`&from=${from}&to=${to}`);
    expect(status).toBe(200);
    const { moved, items, next, became, basis } = body as ExplanationAnswer;
    expect(basis.effectiveAsOf).toBe('2024-12-31');
    expect([became, next]).toEqual([null, null]);
    expect(moved).toEqual({
      from: { seq: from, actual: '1400000.00', achieved: false },
      to: { seq: to, actual: '3900000.00', achieved: false },
      measure: 'renewal-volume',
      unit: 'CNY',
      byFacts: '2500000.00',
      byDefinitions: '0.00',
      definitions: [],
    });
    expect(items.map(({ type, quantity }) => [type, quantity])).toEqual([
      ['LoanRenewed', '2500000.00'],
      ['LoanRenewed', '700000.00'],
      ['LoanCancelled', '-700000.00'],
    ]);
  });

  it('and since when it is achieved is told with the fact', async () => {
    const body = {
      measure: 'renewal-volume',
      comparator: 'GT',
      threshold: '1300000.00',
      unit: 'CNY',
      period: { from: '2024-01-01', to: '2024-12-31' },
      name: { zh: '小', en: 'Small' },
    };
    const path = '/v1/programmes/SH24/targets/SMALL';
    expect((await banks.registry.ask('put', path, { key: banks.supervisor, body })).status).toBe(201);
    const told = await banks.registry.ask('get', '/v1/explain?programme=SH24&target=SMALL', {
      key: banks.supervisor,
    });
    const { became, achieved, moved } = told.body as ExplanationAnswer;
    expect([achieved, moved]).toEqual([true, null]);
    expect(became).toMatchObject({ type: 'LoanRenewed', stream: `loan-${north}-N-2`, institution: north });
    expect((await explain(`&knownAt=${banks.ends[0] ?? 0}&target=SMALL`)).status).toBe(400);
  });

  it.each([
    ['only the later', '&to=5', 400, '?from'],
    ['the later first', '&from=9&to=5', 400, '?from'],
    ['more than is known', '&from=5&to=999999', 400, '?to'],
    ['no number', '&from=0', 400, '?from'],
  ])('is refused for %s', async (_, query, status, pointer) => {
    const answer = await explain(query);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([status, pointer]);
  });

  it('is told to supervisors and auditors alone, of what there is', async () => {
    expect((await explain('', banks.north)).status).toBe(403);
    expect((await explain('', await banks.registry.keyFor('admin'))).status).toBe(403);
    expect((await explain('', await banks.registry.keyFor('auditor'))).status).toBe(200);
    expect((await explain('&knownAt=1')).status).toBe(404);
  });
});
