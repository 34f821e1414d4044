import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enterprise, issuedLoan, reportOf } from '../support/reports.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Measures and targets of a supervisor's own, defined over HTTP, before their facts and after them. */

const bank = 'C1010211000012';
const name = { zh: '自定', en: 'Own' };
const year = { from: '2024-01-01', to: '2024-12-31' };
const atTheEnd = { asAt: '2024-12-31' };
const cutting = { eq: ['/data/product', 'FIXED_ASSET'] };

const measures: Readonly<Record<string, object>> = {
  machines: { op: 'COUNT', unit: 'COUNT', sources: [{ fact: 'LoanIssued', sign: 1 }], filter: cutting },
  builders: {
    op: 'COUNT_DISTINCT',
    unit: 'COUNT',
    sources: [{ fact: 'LoanIssued', sign: 1 }],
    distinct: '/loan/borrowerKey',
  },
  'machine-balance': {
    op: 'BALANCE',
    unit: 'CNY',
    sources: [{ fact: 'LoanIssued', sign: 1, quantity: '/data/principal' }],
    filter: cutting,
  },
  'machine-growth': { op: 'GROWTH', unit: 'RATIO', of: 'machine-balance' },
  patents: {
    op: 'LATEST_SUM',
    unit: 'COUNT',
    sources: [{ fact: 'IndicatorReported', sign: 1, quantity: '/data/value' }],
  },
};
const targets: Readonly<Record<string, object>> = {
  machines: { unit: 'COUNT', comparator: 'GTE', threshold: '4', period: year },
  builders: { unit: 'COUNT', comparator: 'GT', threshold: '1', period: year, beside: ['patents'] },
  'machine-balance': {
    unit: 'CNY',
    comparator: 'APPROX',
    threshold: '100.00',
    tolerance: '0.1',
    period: atTheEnd,
  },
  'machine-growth': {
    unit: 'RATIO',
    comparator: 'GTE',
    threshold: '0.5000',
    period: atTheEnd,
    base: '2024-06-30',
  },
  patents: { unit: 'COUNT', comparator: 'INFO', period: atTheEnd },
};
const loan = (loanId: string, borrower: number, effectiveDate: string, principal: string): object =>
  issuedLoan(bank, loanId, borrower, {
    borrower: enterprise(borrower),
    effectiveDate,
    principal,
    product: 'FIXED_ASSET',
    maturityDate: '2026-12-20',
  });

describe("a supervisor's measures", () => {
  let registry: RunningRegistry;
  let supervisor: string;
  let position: string;

  const define = async (path: string, body: object) => {
    const answer = await registry.ask('put', path, { key: supervisor, body: { name, ...body } });
    return [answer.status, answer.body.errors?.[0]?.pointer ?? null];
  };
  const progress = async (query = '') => {
    const answer = await registry.ask('get', `/v1/programmes/OWN/progress${query}`, {
      key: supervisor,
      headers: { 'await-position': position, 'await-timeout': '30000' },
    });
    return answer.body.targets as readonly Readonly<Record<string, unknown>>[];
  };

  beforeAll(async () => {
    registry = await runningRegistry();
    supervisor = await registry.keyFor('supervisor');
  });

  afterAll(() => registry.close());

  it('may be of any operation while none of their facts has come', async () => {
    expect(await define('/v1/programmes/OWN', year)).toEqual([201, null]);
    for (const [code, body] of Object.entries(measures))
      expect([code, ...(await define(`/v1/measures/${code}`, body))]).toEqual([code, 201, null]);
    for (const [code, body] of Object.entries(targets))
      expect([
        code,
        ...(await define(`/v1/programmes/OWN/targets/${code}`, { measure: code, ...body })),
      ]).toEqual([code, 201, null]);
  });

  it('add up what is reported', async () => {
    const key = await registry.bank(bank);
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
    const answer = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body: reports });
    expect(answer.body.results.map(({ status }: { status: number }) => status)).toEqual([201, 201, 201, 201]);
    position = answer.body.position;
    const shown = await progress('?effectiveAsOf=2024-12-31');
    expect(shown.map(({ code, actual, ratio, achieved }) => [code, actual, ratio, achieved])).toEqual([
      ['machines', '3', '0.7500', false],
      ['builders', '2', '2.0000', true],
      // 60 + 10 + 20, within a tenth of 100
      ['machine-balance', '90.00', '0.9000', true],
      // 90 from 70: 20 ÷ 70 = 0.2857…; of a half 0.5714…
      ['machine-growth', '0.2857', '0.5714', false],
      ['patents', '7', null, false],
    ]);
    expect(shown[1]).toMatchObject({
      achievedOn: '2024-09-02',
      beside: [{ measure: 'patents', actual: '7' }],
      pace: { workingDaysElapsed: 251, workingDaysLeft: 0, expectedToDate: '1', requiredPerDay: null },
    });
  });

  it('count what came before them, of any operation', async () => {
    for (const code of ['machines', 'builders', 'machine-balance', 'machine-growth']) {
      const late = { ...measures[code], ...(code === 'machine-growth' && { of: 'machine-balance-2' }) };
      expect(await define(`/v1/measures/${code}-2`, late)).toEqual([201, null]);
      const target = { ...targets[code], measure: `${code}-2`, beside: [] };
      expect(await define(`/v1/programmes/OWN/targets/${code}-2`, target)).toEqual([201, null]);
    }
    const shown = await progress('?effectiveAsOf=2024-12-31');
    const figures = (suffix: string) =>
      shown
        .filter(({ code }) =>
          ['machines', 'builders', 'machine-balance', 'machine-growth'].some(
            (each) => code === each + suffix,
          ),
        )
        .map(({ actual, ratio, achieved, achievedOn, achievedSeq, backFill }) => ({
          actual,
          ratio,
          achieved,
          achievedOn,
          achievedSeq,
          backFill,
        }));
    expect(figures('-2')).toHaveLength(4);
    expect(figures('-2')).toEqual(figures(''));
  });

  it('are counted anew where the next version computes otherwise; what it was before is known as it was', async () => {
    const answer = await registry.ask('put', '/v1/measures/patents', {
      key: supervisor,
      body: { name, ...measures['patents'], filter: { exists: '/data/scope' } },
    });
    expect([answer.status, answer.body.backFill]).toEqual([201, null]);
    const patents = (await progress('?effectiveAsOf=2024-12-31')).find(({ code }) => code === 'patents');
    expect(patents).toMatchObject({ actual: null });
    const then = await progress(`?effectiveAsOf=2024-12-31&knownAt=${answer.body.seq - 1}`);
    expect(then.find(({ code }) => code === 'patents')).toMatchObject({ actual: '7' });
  });

  it('may still be the growth of a balance that stands, another indicator, and the aim of a target', async () => {
    expect(
      await define('/v1/measures/growth-2', { op: 'GROWTH', unit: 'RATIO', of: 'loan-balance' }),
    ).toEqual([201, null]);
    expect(await define('/v1/measures/inventions', measures['patents'] ?? {})).toEqual([201, null]);
    const late = {
      measure: 'loan-balance',
      unit: 'CNY',
      comparator: 'GT',
      threshold: '1.00',
      period: atTheEnd,
    };
    expect(await define('/v1/programmes/OWN/targets/late', late)).toEqual([201, null]);
    const shown = (await progress('?effectiveAsOf=2024-12-31')).find(({ code }) => code === 'late');
    expect(shown).toMatchObject({ actual: '90.00' });
  });

  it('are no growth of what is no balance', async () => {
    const growth = { op: 'GROWTH', unit: 'RATIO' };
    expect(await define('/v1/measures/g', { ...growth, of: 'renewal-volume' })).toEqual([400, '/of']);
    expect(await define('/v1/measures/g', { ...growth, of: 'no-such-measure' })).toEqual([400, '/of']);
  });
});
