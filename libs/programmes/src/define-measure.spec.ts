import { describe, expect, it } from '@jest/globals';
import { replay } from '#decider';
import type { MeasureData, StoredFact } from '#facts';
import { asMeasureCode } from '#identifiers';
import { defineMeasure, measure } from './define-measure.js';
import { measureBody, measureDataOf } from './measure-body.js';

const code = asMeasureCode('m');
const body = {
  name: { zh: '大额续贷', en: 'Large renewals' },
  op: 'SUM',
  unit: 'CNY',
  sources: [{ fact: 'LoanRenewed', sign: 1, quantity: '/data/renewedAmount' }],
  filter: { gte: ['/data/renewedAmount', '1000000.00'] },
};
const current = replay(measure, [
  { type: 'MeasureDefined', data: measureDataOf(code, measureBody.parse(body)) } as unknown as StoredFact,
]);
const nothingShown = { targets: [], measures: new Map<string, MeasureData>() };
const define = (wanted: object, state = measure.initial, balance: MeasureData | null = null) =>
  defineMeasure(code, measureBody.parse(wanted), balance, nothingShown)(state);
const source = (fact: string, quantity?: string | null) => ({
  fact,
  sign: 1,
  ...(quantity !== undefined && { quantity }),
});

describe('a measure', () => {
  it('is defined, with null for what is absent', () => {
    expect(define(body)).toEqual({
      outcome: 'record',
      fact: { type: 'MeasureDefined', data: { ...body, code: 'm', of: null, distinct: null } },
    });
  });

  it('is unchanged when every member given stands, absent or null', () => {
    expect(define(body, current)).toMatchObject({ outcome: 'unchanged' });
    expect(define({ ...body, of: null }, current)).toMatchObject({ outcome: 'unchanged' });
  });

  it('is amended', () => {
    const other = { ...body, filter: { eq: ['/loan/product', 'TRADE'] } };
    expect(define(other, current)).toMatchObject({ outcome: 'record', fact: { type: 'MeasureAmended' } });
  });

  it('may be called otherwise, and compute otherwise', () => {
    const amended = { outcome: 'record', fact: { type: 'MeasureAmended' } };
    expect(define({ ...body, name: { zh: '续贷', en: 'Other' } }, current)).toMatchObject(amended);
    const { filter: _filter, ...unfiltered } = body;
    expect(define(unfiltered, current)).toMatchObject(amended);
    const reversed = { ...body, sources: [{ ...body.sources[0], sign: -1 }] };
    expect(define(reversed, current)).toMatchObject(amended);
  });

  it('counts facts without a quantity, absent or null', () => {
    const count = { ...body, op: 'COUNT', unit: 'COUNT' };
    for (const quantity of [undefined, null])
      expect(define({ ...count, sources: [source('LoanRenewed', quantity)] })).toMatchObject({
        fact: { data: { sources: [{ quantity: null }] } },
      });
  });

  it.each([
    ['a unit that the operation does not yield', { unit: 'COUNT' }, 'unit-does-not-fit-op', '/unit'],
    ['no sources', { sources: [] }, 'sources-required', '/sources'],
    ['an unknown fact', { sources: [source('LoanCancelled', null)] }, 'unknown-fact', '/sources/0/fact'],
    [
      'a fact that Object knows',
      { sources: [source('LoanRenewed', '/constructor')] },
      'quantity-required',
      '/sources/0/quantity',
    ],
    [
      'a sum without quantity',
      { sources: [source('LoanRenewed')] },
      'quantity-required',
      '/sources/0/quantity',
    ],
    [
      'a quantity that is no amount',
      { sources: [source('LoanRenewed', '/data/renewalNo')] },
      'quantity-required',
      '/sources/0/quantity',
    ],
    [
      'an amount of another fact',
      { sources: [source('LoanRenewed', '/data/principal')] },
      'quantity-required',
      '/sources/0/quantity',
    ],
    [
      'a source given twice',
      { sources: [body.sources[0], { ...body.sources[0], sign: -1 }] },
      'source-given-twice',
      '/sources/1',
    ],
    [
      'a source given twice of a count',
      {
        op: 'COUNT',
        unit: 'COUNT',
        sources: ['LoanIssued', 'LoanRenewed', 'LoanIssued'].map((fact) => source(fact)),
      },
      'source-given-twice',
      '/sources/2',
    ],
    ['a count with quantity', { op: 'COUNT', unit: 'COUNT' }, 'quantity-not-allowed', '/sources/0/quantity'],
    ['the balance of a sum', { of: 'loan-balance' }, 'of-only-for-growth', '/of'],
    ['growth of facts', { op: 'GROWTH', unit: 'RATIO' }, 'sources-not-allowed', '/sources'],
    ['growth of nothing', { op: 'GROWTH', unit: 'RATIO', sources: [] }, 'of-required', '/of'],
    ['a key for a sum', { distinct: '/loan/borrowerKey' }, 'distinct-not-allowed', '/distinct'],
    ['a latest sum of loan facts', { op: 'LATEST_SUM' }, 'sources-not-allowed', '/sources/0/fact'],
    [
      'a path that is not whitelisted',
      { filter: { exists: '/metadata/actor' } },
      'path-not-whitelisted',
      '/filter/exists',
    ],
    [
      'a path of another fact',
      { filter: { or: [{ exists: '/data/kind' }] } },
      'path-not-whitelisted',
      '/filter/or/0/exists',
    ],
    [
      'an amount that is none',
      { filter: { gte: ['/data/renewedAmount', '1000000'] } },
      'value-does-not-fit-path',
      '/filter/gte/1',
    ],
    [
      'a boolean for a word',
      { filter: { eq: ['/loan/product', true] } },
      'value-does-not-fit-path',
      '/filter/eq/1',
    ],
  ])('is refused for %s', (_title, changed, reason, pointer) => {
    expect(define({ ...body, ...changed })).toEqual({ outcome: 'refuse', refusal: { reason, pointer } });
  });

  it.each([
    ['CNY', '10.00', '10'],
    ['COUNT', '10', '10.00'],
  ])('of %s is filtered by what its institutions report: %s, not %s', (unit, sound, unsound) => {
    const latest = { ...body, op: 'LATEST_SUM', unit, sources: [source('IndicatorReported', '/data/value')] };
    const filtered = (value: string) => define({ ...latest, filter: { gte: ['/data/value', value] } });
    expect(filtered(sound)).toMatchObject({ outcome: 'record' });
    expect(filtered(unsound)).toMatchObject({
      refusal: { reason: 'value-does-not-fit-path', pointer: '/filter/gte/1' },
    });
  });

  it('of a distinct count needs a key that may be counted', () => {
    const count = { ...body, op: 'COUNT_DISTINCT', unit: 'COUNT', sources: [source('LoanRenewed')] };
    expect(define(count)).toMatchObject({ refusal: { reason: 'distinct-required' } });
    expect(define({ ...count, distinct: '/data/mode' })).toMatchObject({
      refusal: { reason: 'path-not-whitelisted', pointer: '/distinct' },
    });
    const keys = ['/loan/borrowerKey', '/institution', '/data/loanId'];
    for (const distinct of keys)
      expect(define({ ...count, distinct })).toMatchObject({ fact: { data: { distinct } } });
    expect(define({ ...count, distinct: '/data/borrower/id' })).toMatchObject({
      refusal: { reason: 'path-not-whitelisted' },
    });
  });

  it('counts the borrowers of disbursements by what the disbursement says, for it may have no loan', () => {
    const count = { ...body, op: 'COUNT_DISTINCT', unit: 'COUNT', sources: [source('BailoutDisbursed')] };
    const { filter: _filter, ...whole } = count;
    expect(define({ ...whole, distinct: '/data/borrower/id' })).toMatchObject({ outcome: 'record' });
    expect(define({ ...whole, distinct: '/loan/borrowerKey' })).toMatchObject({
      refusal: { reason: 'path-not-whitelisted' },
    });
  });

  it('may be a balance, and the growth of one, whose facts have come already', () => {
    const balance = measureDataOf(asMeasureCode('b'), measureBody.parse({ ...body, op: 'BALANCE' }));
    const growth = { name: body.name, op: 'GROWTH', unit: 'RATIO', of: 'b' };
    expect(define({ ...body, op: 'BALANCE' })).toMatchObject({ fact: { data: { op: 'BALANCE' } } });
    expect(define(growth, measure.initial, balance)).toMatchObject({
      fact: { data: { op: 'GROWTH', of: 'b' } },
    });
    expect(define(growth)).toMatchObject({ refusal: { reason: 'unknown-measure', pointer: '/of' } });
    expect(define(growth, measure.initial, { ...balance, op: 'SUM' })).toMatchObject({
      refusal: { reason: 'of-not-a-balance', pointer: '/of' },
    });
  });
});
