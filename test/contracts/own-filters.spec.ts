import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExplanationAnswer } from '#contract';
import { replayed } from '../support/replaying.js';
import { enterprise, issuedLoan, reportOf } from '../support/reports.js';
import { sentInOrder } from '../support/reporting-banks.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Targets with filters of their own over anything of their facts, set before the facts and after them. */

const bank = 'C1010211000012';
const name = { zh: '大额', en: 'Large' };
const year = { from: '2024-01-01', to: '2024-12-31' };
const atTheEnd = { asAt: '2024-12-31' };
const issued = { fact: 'LoanIssued', sign: 1 };

const measures: Readonly<Record<string, object>> = {
  loans: { op: 'COUNT', unit: 'COUNT', sources: [issued] },
  borrowers: { op: 'COUNT_DISTINCT', unit: 'COUNT', sources: [issued], distinct: '/loan/borrowerKey' },
  patents: {
    op: 'LATEST_SUM',
    unit: 'COUNT',
    sources: [{ fact: 'IndicatorReported', sign: 1, quantity: '/data/value' }],
  },
  'balance-growth': { op: 'GROWTH', unit: 'RATIO', of: 'loan-balance' },
};
const large = { and: [{ gte: ['/data/principal', '20.00'] }, { eq: ['/loan/product', 'FIXED_ASSET'] }] };

const targets: readonly (readonly [string, object])[] = [
  ['issued-volume', { unit: 'CNY', threshold: '80.00', period: year, filter: large }],
  ['loans', { unit: 'COUNT', threshold: '4', period: year, filter: large }],
  ['borrowers', { unit: 'COUNT', threshold: '2', period: year, filter: large, beside: ['loans'] }],
  ['loan-balance', { unit: 'CNY', threshold: '100.00', period: atTheEnd, filter: large }],
  [
    'balance-growth',
    { unit: 'RATIO', threshold: '0.5000', period: atTheEnd, base: '2024-06-30', filter: large },
  ],
  ['patents', { unit: 'COUNT', threshold: '1', period: year, filter: { gte: ['/data/value', '8'] } }],
];
const loan = (loanId: string, borrower: number, effectiveDate: string, principal: string): object =>
  issuedLoan(bank, loanId, borrower, {
    borrower: enterprise(borrower),
    effectiveDate,
    principal,
    product: 'FIXED_ASSET',
    maturityDate: '2026-12-20',
  });

describe("a target's own filter", () => {
  let registry: RunningRegistry;
  let supervisor: string;
  let position: string;

  const put = (path: string, body: object) =>
    registry.ask('put', path, { key: supervisor, body: { name, ...body } });
  const setTargets = async (suffix: string): Promise<void> => {
    for (const [measure, body] of targets) {
      const path = `/v1/programmes/OWN/targets/${measure}-${suffix}`;
      const { status, text } = await put(path, { measure, comparator: 'GTE', ...body });
      expect([path, status, status === 201 ? '' : text]).toEqual([path, 201, '']);
    }
  };
  const progress = async (suffix: string, query = '') => {
    const answer = await registry.ask('get', `/v1/programmes/OWN/progress?effectiveAsOf=2024-12-31${query}`, {
      key: supervisor,
      headers: { 'await-position': position, 'await-timeout': '30000' },
    });
    return (answer.body.targets as readonly Readonly<Record<string, unknown>>[])
      .filter(({ code }) => String(code).endsWith(suffix))
      .map(({ code: _code, ...target }) => target);
  };

  beforeAll(async () => {
    registry = await runningRegistry();
    supervisor = await registry.keyFor('supervisor');
    expect((await put('/v1/programmes/OWN', year)).status).toBe(201);
    for (const [code, body] of Object.entries(measures))
      expect((await put(`/v1/measures/${code}`, body)).status).toBe(201);
    await setTargets('before');
    const reports = [
      loan('L1', 1, '2024-03-01', '60.00'),
      loan('L2', 1, '2024-05-06', '10.00'),
      loan('L3', 2, '2024-09-02', '20.00'),
      reportOf(bank, 'P1', 'indicator.reported', 'patents', {
        effectiveDate: '2024-09-30',
        value: '7',
        unit: 'COUNT',
        asAt: '2024-09-30',
      }),
    ];
    const key = await registry.bank(bank);
    position = await sentInOrder(registry, key, reports);
    await setTargets('after');
  });

  afterAll(() => registry.close());

  it('lets through what it looks at, whatever the operation', async () => {
    const shown = await progress('before');
    expect(shown.map(({ actual, achievedOn, backFill }) => [actual, achievedOn, backFill])).toEqual([
      ['80.00', '2024-09-02', null],
      ['2', null, null],
      ['2', '2024-09-02', null],
      ['80.00', null, null],
      // 80 from 60
      ['0.3333', null, null],
      [null, null, null],
    ]);
    expect(shown[2]).toMatchObject({ beside: [{ measure: 'loans', actual: '2' }] });
  });

  it('shows the same whether it or the facts came first', async () => {
    expect(await progress('after')).toEqual(await progress('before'));
  });

  it('is narrowed by dimensions like any figure', async () => {
    const elsewhere = await progress('before', '&institution=C1010411000013');
    expect(elsewhere.map(({ actual }) => actual)).toEqual(['0.00', '0', '0', '0.00', null, null]);
  });

  it('is what a replay comes to, and is explained fact by fact', async () => {
    const asked = { programme: 'OWN', effectiveAsOf: '2024-12-31' };
    expect(await replayed(registry, await registry.keyFor('auditor'), asked)).toMatchObject({
      verdict: 'equal',
      differences: [],
    });
    const explained = await registry.ask(
      'get',
      `/v1/explain?programme=OWN&target=borrowers-before&effectiveAsOf=2024-12-31&from=1&to=${position}`,
      { key: supervisor },
    );
    const { actual, became, items } = explained.body as ExplanationAnswer;
    expect([actual, became?.effectiveDate]).toEqual(['2', '2024-09-02']);
    expect(items.map(({ quantity }) => quantity)).toEqual(['1', '1']);
  });

  it('is refused for a path that its facts do not have', async () => {
    const body = { measure: 'loans', unit: 'COUNT', comparator: 'GTE', threshold: '4', period: year };
    const { status, body: told } = await put('/v1/programmes/OWN/targets/other', {
      ...body,
      filter: { exists: '/data/renewedAmount' },
    });
    expect([status, told.errors[0].pointer]).toEqual([400, '/filter/exists']);
  });
});
