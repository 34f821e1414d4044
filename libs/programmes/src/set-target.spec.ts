import { describe, expect, it } from '@jest/globals';
import { replay } from '#decider';
import type { MeasureData, StoredFact } from '#facts';
import { asMeasureCode, asProgrammeCode, asTargetCode } from '#identifiers';
import { measureDataOf } from './measure-body.js';
import { programme } from './define-programme.js';
import { shippedDefinitions } from './shipped/shipped-definitions.file.js';
import { setTarget, type TargetBody, targetBody, targetDataOf } from './set-target.js';

const measures = new Map<string, MeasureData>(
  shippedDefinitions().measures.map(({ code, body }) => [code, measureDataOf(code, body)]),
);
const body = targetBody.parse({
  name: { zh: '续贷', en: 'Renewals' },
  measure: 'renewal-volume',
  unit: 'CNY',
  comparator: 'GT',
  threshold: '100.00',
  period: { from: '2025-01-01', to: '2025-12-31' },
});
const [code, target] = [asProgrammeCode('P25'), asTargetCode('T1')];
const programmeData = { code: 'P25', name: body.name, from: '2025-01-01', to: '2025-12-31' };
const current = (...bodies: readonly TargetBody[]) =>
  replay(programme, [
    { type: 'ProgrammeDefined', data: programmeData } as unknown as StoredFact,
    ...bodies.map(
      (set) => ({ type: 'TargetSet', data: targetDataOf(code, target, set) }) as unknown as StoredFact,
    ),
  ]);
const set = (wanted: object, state = current()) =>
  setTarget(code, target, targetBody.parse(wanted), measures)(state);

describe('a target', () => {
  it('is set, with null for what is absent', () => {
    expect(set(body)).toEqual({
      outcome: 'record',
      fact: {
        type: 'TargetSet',
        data: {
          ...body,
          programme: 'P25',
          code: 'T1',
          base: null,
          filter: null,
          tolerance: null,
          path: null,
          beside: [],
        },
      },
    });
  });

  it('is amended when it stands otherwise, and unchanged when it stands as a whole', () => {
    expect(set({ ...body, threshold: '200.00' }, current(body))).toMatchObject({
      outcome: 'record',
      fact: { type: 'TargetAmended', data: { threshold: '200.00' } },
    });
    expect(set(body, current(body))).toMatchObject({ outcome: 'unchanged' });
    expect(set({ ...body, beside: null }, current(body))).toMatchObject({ outcome: 'unchanged' });
    expect(set(body, current({ ...body, beside: [asMeasureCode('issued-volume')] }))).toMatchObject({
      outcome: 'record',
      fact: { type: 'TargetAmended', data: { beside: [] } },
    });
  });

  it('has no programme to be set in', () => {
    expect(set(body, programme.initial)).toMatchObject({ refusal: { reason: 'unknown-programme' } });
  });

  const asAt = { asAt: '2025-12-31' };
  const growth = { measure: 'technology-balance-growth', unit: 'RATIO', threshold: '0.2500', period: asAt };
  const ofBalance = { measure: 'loan-balance', period: asAt };
  const chain = { measure: 'chain-borrowers', unit: 'COUNT', threshold: '10' };
  it.each([
    ['an unknown measure', { measure: 'no-such' }, 'unknown-measure', '/measure'],
    ['an unknown measure beside', { beside: ['issued-volume', 'x'] }, 'unknown-measure', '/beside/1'],
    [
      'a flow beside a day',
      { ...ofBalance, beside: [asMeasureCode('issued-volume')] },
      'period-does-not-fit-op',
      '/beside/0',
    ],
    ['growth beside what has no base', { beside: [growth.measure] }, 'period-does-not-fit-op', '/beside/0'],
    ['another unit', { unit: 'COUNT', threshold: '100' }, 'unit-of-another-measure', '/unit'],
    ['a day for a flow', { period: asAt }, 'period-does-not-fit-op', '/period'],
    ['a day for a count', { ...chain, period: asAt }, 'period-does-not-fit-op', '/period'],
    ['a period for a balance', { measure: 'loan-balance' }, 'period-does-not-fit-op', '/period'],
    ['growth without base', growth, 'base-required', '/base'],
    ['growth from its own day', { ...growth, base: '2025-12-31' }, 'base-not-before-period', '/base'],
    ['a base for a flow', { base: '2024-12-31' }, 'base-only-for-growth', '/base'],
    ['no threshold', { threshold: null }, 'threshold-required', '/threshold'],
    ['APPROX without tolerance', { comparator: 'APPROX' }, 'tolerance-required', '/tolerance'],
    ['a tolerance for GT', { tolerance: '0.05' }, 'tolerance-only-for-approx', '/tolerance'],
    ['an unknown path', { filter: { eq: ['/metadata/salt', 'x'] } }, 'path-not-whitelisted', '/filter/eq/0'],
    [
      'a path of other facts',
      { filter: { not: { gte: ['/data/principal', '1.00'] } } },
      'path-not-whitelisted',
      '/filter/not/gte/0',
    ],
    [
      'an order of words',
      { filter: { gte: ['/dimensions/size', 'S'] } },
      'value-does-not-fit-path',
      '/filter/gte/1',
    ],
  ])('is refused for %s', (_title, changed, reason, pointer) => {
    expect(set({ ...body, ...changed })).toEqual({ outcome: 'refuse', refusal: { reason, pointer } });
  });

  it('may have beside it whatever has a figure in its period', () => {
    const balances = ['technology-balance', 'tech-loan-balance'];
    expect(set({ ...body, beside: balances })).toMatchObject({ outcome: 'record' });
    expect(set({ ...body, ...ofBalance, beside: balances })).toMatchObject({ outcome: 'record' });
    expect(set({ ...body, ...growth, base: '2024-12-31', beside: [growth.measure] })).toMatchObject({
      outcome: 'record',
    });
  });

  it('may be for information only, with or without a threshold', () => {
    expect(set({ ...body, comparator: 'INFO' })).toMatchObject({ outcome: 'record' });
    expect(set({ ...body, comparator: 'INFO', threshold: null })).toMatchObject({ outcome: 'record' });
  });

  const ofGrowth = { ...growth, base: '2024-12-31' };
  it.each([
    [
      'what is kept',
      body,
      { and: [{ in: ['/dimensions/size', ['MICRO']] }, { gte: ['/effectiveDate', '2025-02-01'] }] },
    ],
    ['the fact', body, { gte: ['/data/renewedAmount', '600000.00'] }],
    ['the loan', body, { not: { eq: ['/loan/tags', 'GREEN'] } }],
    ["the facts of a growth's balance", ofGrowth, { lte: ['/data/outstandingPrincipal', '100.00'] }],
  ])('may be of a part of its measure by %s', (_title, of, filter) => {
    expect(set({ ...body, ...of, filter })).toMatchObject({ outcome: 'record', fact: { data: { filter } } });
  });

  it('of a growth is refused for a path that its balance has no facts with', () => {
    expect(set({ ...body, ...ofGrowth, filter: { exists: '/data/kind' } })).toMatchObject({
      refusal: { reason: 'path-not-whitelisted', pointer: '/filter/exists' },
    });
  });
});

describe('the body of a target', () => {
  it.each([
    ['a threshold of another unit', { threshold: '100' }],
    ['a threshold as a number', { threshold: 100 }],
    ['a period the wrong way round', { period: { from: '2025-02-01', to: '2025-01-31' } }],
    ['a day that is none', { period: { from: '2025-02-30', to: '2025-03-31' } }],
    ['both kinds of period', { period: { from: '2025-02-01', to: '2025-03-31', asAt: '2025-03-31' } }],
    ['a path of eleven months', { path: Array(11).fill('1') }],
    ['a path of nothing', { path: Array(12).fill('0') }],
    ['a member that is not known', { thresold: '100.00' }],
    ['a name with a control character', { name: { zh: 'a\u0007', en: 'b' } }],
    ['a filter with two operators', { filter: { exists: '/type', eq: ['/type', 'x'] } }],
  ])('is not understood with %s', (_title, changed) => {
    expect(targetBody.safeParse({ ...body, ...changed }).success).toBe(false);
  });

  it('with a filter nested without end is refused and breaks nothing', () => {
    let filter: object = { exists: '/type' };
    for (let depth = 0; depth < 100_000; depth += 1) filter = { not: filter };
    expect(targetBody.safeParse({ ...body, filter }).success).toBe(false);
  });
});
