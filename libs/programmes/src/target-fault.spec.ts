import { describe, expect, it } from '@jest/globals';
import type { MeasureData } from '#facts';
import { asProgrammeCode, asTargetCode, asMeasureCode } from '#identifiers';
import { measureBody, measureDataOf } from './measure-body.js';
import { targetBody, targetDataOf } from './set-target.js';
import { shippedDefinitions } from './shipped/shipped-definitions.file.js';
import { amendmentFault } from './target-fault.js';

const shipped = shippedDefinitions().measures;
const measures = new Map<string, MeasureData>(
  shipped.map(({ code, body }) => [code, measureDataOf(code, body)]),
);
const amended = (code: string, changed: object): MeasureData => {
  const body = shipped.find((each) => each.code === code)?.body;
  return measureDataOf(asMeasureCode(code), measureBody.parse({ ...body, ...changed }));
};
const target = (code: string, body: object) =>
  targetDataOf(
    asProgrammeCode('P25'),
    asTargetCode(code),
    targetBody.parse({
      name: { zh: code, en: code },
      measure: 'renewal-volume',
      unit: 'CNY',
      comparator: 'INFO',
      period: { from: '2025-01-01', to: '2025-12-31' },
      ...body,
    }),
  );
const asAt = { period: { asAt: '2025-12-31' } };
const growth = {
  ...asAt,
  measure: 'technology-balance-growth',
  unit: 'RATIO',
  base: '2024-12-31',
};
const targets = [
  target('flow', {}),
  target('filtered', { filter: { gte: ['/data/renewedAmount', '1.00'] } }),
  target('beside', { beside: ['issued-volume', 'tech-loan-balance'] }),
  target('balance', { ...asAt, measure: 'loan-balance' }),
  target('growth', growth),
];
const fault = (data: MeasureData, of = targets) => amendmentFault(data, { targets: of, measures });
const [ofRenewals, ofIssued] = ['LoanRenewed', 'LoanIssued'].map((fact) => [{ fact, sign: 1 }]);

describe('amending a measure that targets show', () => {
  it.each([
    ['its name', amended('renewal-volume', { name: { zh: '另', en: 'Other' } })],
    ['its filter', amended('renewal-volume', { filter: { eq: ['/loan/product', 'TRADE'] } })],
    ['what only stands beside, into a balance', amended('issued-volume', { op: 'BALANCE' })],
    [
      'a measure that none shows',
      amended('top-up-volume', { op: 'COUNT', unit: 'COUNT', sources: ofRenewals }),
    ],
    ['an indicator beside, into pieces', amended('tech-loan-balance', { unit: 'COUNT' })],
  ])('may change %s', (_title, data) => {
    expect(fault(data)).toBeNull();
  });

  it.each([
    [
      'its unit',
      amended('renewal-volume', { op: 'COUNT', unit: 'COUNT', sources: ofRenewals }),
      { reason: 'unit-of-targets', pointer: '/unit', targets: ['P25/flow', 'P25/filtered', 'P25/beside'] },
    ],
    [
      'a flow into a balance',
      amended('renewal-volume', { op: 'BALANCE' }),
      { reason: 'op-of-targets', pointer: '/op', targets: ['P25/flow', 'P25/filtered', 'P25/beside'] },
    ],
    [
      'a balance into a flow',
      amended('loan-balance', { op: 'SUM' }),
      { reason: 'op-of-targets', pointer: '/op', targets: ['P25/balance'] },
    ],
    [
      'the balance that a growth shown is of',
      amended('technology-balance', { op: 'SUM' }),
      { reason: 'op-of-targets', pointer: '/op', targets: ['P25/growth'] },
    ],
    [
      'what stands beside, into a growth',
      amended('issued-volume', {
        op: 'GROWTH',
        unit: 'RATIO',
        sources: [],
        of: 'loan-balance',
        filter: null,
      }),
      { reason: 'op-of-targets', pointer: '/op', targets: ['P25/beside'] },
    ],
    [
      'its facts to such as have nothing that a target filters by',
      amended('renewal-volume', {
        sources: [{ fact: 'LoanIssued', sign: 1, quantity: '/data/principal' }],
      }),
      { reason: 'sources-of-targets', pointer: '/sources', targets: ['P25/filtered'] },
    ],
  ])('may not change %s', (_title, data, refused) => {
    expect(fault(data)).toEqual(refused);
  });

  it('is not kept from what is wrong for a target as it is', () => {
    const counted = amended('renewal-volume', { op: 'COUNT', unit: 'COUNT', sources: ofIssued });
    expect(fault(counted, [target('lost', { measure: 'renewal-volume', unit: 'COUNT' })])).toBeNull();
    expect(fault(counted, [target('unknown', { measure: 'no-such' })])).toBeNull();
  });
});
