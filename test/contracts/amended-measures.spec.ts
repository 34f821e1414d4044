import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* A measure that targets show is not amended into one that they cannot show. */

const name = { zh: '自定', en: 'Own' };
const year = { from: '2024-01-01', to: '2024-12-31' };
const renewed = { fact: 'LoanRenewed', sign: 1, quantity: '/data/renewedAmount' };
const flow = { op: 'SUM', unit: 'CNY', sources: [renewed] };
const count = { op: 'COUNT', unit: 'COUNT', sources: [{ fact: 'LoanRenewed', sign: 1 }] };
const balance = { ...flow, op: 'BALANCE' };
const onFlow = { unit: 'CNY', comparator: 'INFO', period: year };

describe('amending a measure', () => {
  let registry: RunningRegistry;
  let supervisor: string;

  const put = async (path: string, body: object) => {
    const answer = await registry.ask('put', path, { key: supervisor, body: { name, ...body } });
    return [answer.status, answer.body.errors?.[0]?.pointer ?? null, answer.body.detail ?? ''] as const;
  };

  beforeAll(async () => {
    registry = await runningRegistry();
    supervisor = await registry.keyFor('supervisor');
    for (const programme of ['ONE', 'TWO']) await put(`/v1/programmes/${programme}`, year);
    await put('/v1/measures/shown', flow);
    await put('/v1/measures/other', count);
    await put('/v1/programmes/ONE/targets/T1', { ...onFlow, measure: 'shown' });
    await put('/v1/programmes/TWO/targets/T2', {
      ...onFlow,
      measure: 'other',
      unit: 'COUNT',
      beside: ['shown'],
    });
  });
  afterAll(() => registry.close());

  it('to another unit or operation is refused, and says for which targets of which programmes', async () => {
    const [status, pointer, detail] = await put('/v1/measures/shown', count);
    expect([status, pointer]).toEqual([400, '/unit']);
    expect(detail).toContain(': ONE/T1.');
    const growth = { op: 'GROWTH', unit: 'RATIO', of: 'loan-balance' };
    expect((await put('/v1/measures/shown', growth)).slice(0, 2)).toEqual([400, '/unit']);
    const [refused, op, why] = await put('/v1/measures/shown', balance);
    expect([refused, op]).toEqual([400, '/op']);
    expect(why).toContain(': ONE/T1.');
    expect(
      (await put('/v1/measures/other', { ...count, op: 'SUM', unit: 'CNY', sources: [renewed] }))[0],
    ).toBe(400);
  });

  it('is allowed once no target shows it so', async () => {
    const shown = { ...onFlow, measure: 'renewal-volume' };
    expect((await put('/v1/programmes/ONE/targets/T1', shown))[0]).toBe(201);
    expect((await put('/v1/measures/shown', balance))[0]).toBe(201);
    expect((await put('/v1/measures/shown', count))[0]).toBe(201);
    const atTheEnd = { period: { asAt: '2024-12-31' }, measure: 'loan-balance' };
    const beside = await put('/v1/programmes/ONE/targets/T1', { ...onFlow, ...atTheEnd, beside: ['shown'] });
    expect(beside.slice(0, 2)).toEqual([400, '/beside/0']);
  });

  it('and setting a target on it in the same moment: one of the two is refused', async () => {
    const codes = Array.from({ length: 12 }, (_none, index) => `raced-${index}`);
    for (const code of codes) expect((await put(`/v1/measures/${code}`, flow))[0]).toBe(201);
    const outcomes = await Promise.all(
      codes.map((code, index) => {
        const requests = [
          () => put(`/v1/measures/${code}`, balance),
          () => put(`/v1/programmes/TWO/targets/${code}`, { ...onFlow, measure: code }),
        ];
        return Promise.all((index % 2 === 0 ? requests : requests.toReversed()).map((request) => request()));
      }),
    );
    for (const pair of outcomes) expect(pair.map(([status]) => status).toSorted()).toEqual([201, 400]);
  });
});
