import { describe, expect, it } from '@jest/globals';
import type { Measure } from '#contract';
import type { FilterExpression } from '#facts';
import { filterPaths, keyPaths } from './countable.js';
import {
  type Condition,
  draftOfFilter,
  expressionOf,
  isWhole,
  jsonOfFilter,
  lackOf,
  newCondition,
} from './filter-draft.js';
import { draftOfMeasure, measureBodyOf, newMeasure, underOperation } from './measure-draft.js';
import { thresholdText } from './target-draft.js';

const paths = filterPaths(['LoanIssued', 'FirstTimeRecognised'], 'CNY');

describe('a filter that is filled in', () => {
  it.each<[FilterExpression | null, 'conditions' | 'json']>([
    [null, 'conditions'],
    [{ eq: ['/data/held', true] }, 'conditions'],
    [{ not: { in: ['/dimensions/size', ['MICRO', 'SMALL']] } }, 'conditions'],
    [{ and: [{ gte: ['/data/principal', '20.00'] }, { exists: '/data/drawdownTime' }] }, 'conditions'],
    [{ or: [{ lte: ['/effectiveDate', '2024-06-30'] }, { eq: ['/loan/tags', 'CHAIN'] }] }, 'conditions'],
    [{ and: [{ or: [{ eq: ['/a', 'b'] }, { eq: ['/a', 'c'] }] }, { exists: '/d' }] }, 'json'],
    [{ not: { not: { exists: '/a' } } }, 'json'],
    [{ in: ['/a', ['b, c']] }, 'json'],
  ])('%j is what it was', (expression, kind) => {
    const draft = draftOfFilter(expression);
    expect(draft.kind).toBe(kind);
    expect(expressionOf(draft, paths)).toEqual(expression);
    expect(expressionOf(jsonOfFilter(draft, paths), paths)).toEqual(expression);
  });

  it('takes commas of both scripts between values', () => {
    const condition = {
      ...newCondition,
      path: '/dimensions/size',
      form: 'in',
      values: 'A\uff0cB、C,D',
    } as const;
    expect(expressionOf({ kind: 'conditions', join: 'and', conditions: [condition] }, paths)).toEqual({
      in: ['/dimensions/size', ['A', 'B', 'C', 'D']],
    });
  });

  it('by hand may be no JSON', () => {
    expect(isWhole({ kind: 'json', text: '{' }, paths)).toBe(false);
    expect(() => expressionOf({ kind: 'json', text: '{' }, paths)).toThrow(SyntaxError);
  });

  it.each<[Partial<Condition>, ReturnType<typeof lackOf>]>([
    [{}, 'path'],
    [{ values: 'MICRO' }, 'path'],
    [{ path: '/dimensions/size' }, 'value'],
    [{ path: '/dimensions/size', values: ' ' }, 'value'],
    [{ path: '/dimensions/size', form: 'in', values: ', ' }, 'value'],
    [{ path: '/dimensions/size', form: 'exists' }, undefined],
    [{ path: '/data/held', values: 'yes' }, 'truth'],
    [{ path: '/data/held', values: 'false' }, undefined],
  ])('of a condition %j lacks %s, and is not sent without it', (given, lack) => {
    const condition = { ...newCondition, ...given };
    const draft = {
      kind: 'conditions',
      join: 'and',
      conditions: [{ ...newCondition, path: '/loan/tags', values: 'CHAIN' }, condition],
    } as const;
    expect(lackOf(condition, paths)).toBe(lack);
    if (lack === undefined) expect(expressionOf(draft, paths)).toHaveProperty('and.length', 2);
    else expect(() => expressionOf(draft, paths)).toThrow(SyntaxError);
  });
});

describe('a measure that is filled in', () => {
  const measure = {
    code: 'own',
    name: { zh: '自定', en: 'Own' },
    op: 'COUNT_DISTINCT',
    unit: 'COUNT',
    sources: [{ fact: 'LoanIssued', sign: 1, quantity: null }],
    of: null,
    filter: { eq: ['/loan/tags', 'CHAIN'] },
    distinct: '/loan/borrowerKey',
    backFill: null,
    version: 2,
    seq: 5,
  } satisfies Measure;

  it('is sent as it stands when nothing was changed', () => {
    const { code: _, backFill: __, version: ___, seq: ____, ...body } = measure;
    expect(measureBodyOf(draftOfMeasure(measure))).toEqual(body);
  });

  it('keeps only what another operation has a use for', () => {
    expect(underOperation(draftOfMeasure(measure), 'GROWTH')).toMatchObject({
      unit: 'RATIO',
      sources: [],
      distinct: null,
    });
    expect(underOperation(newMeasure, 'COUNT').sources).toEqual([
      { fact: 'LoanIssued', sign: 1, quantity: null },
    ]);
    expect(underOperation(newMeasure, 'LATEST_SUM').sources).toEqual([
      { fact: 'IndicatorReported', sign: 1, quantity: '/data/value' },
    ]);
  });

  it('counts by keys that all of its facts have', () => {
    expect(keyPaths(['LoanIssued', 'LoanRenewed'])).toEqual([
      '/loan/borrowerKey',
      '/data/loanId',
      '/institution',
    ]);
    expect(keyPaths(['IndicatorReported'])).toEqual(['/institution']);
  });
});

describe('a threshold', () => {
  it.each([
    ['500000', 'CNY', '500000.00'],
    ['1,000,000.5', 'CNY', '1000000.50'],
    ['20000', 'COUNT', '20000'],
    ['0.25', 'RATIO', '0.2500'],
    ['1.234', 'CNY', '1.234'],
    ['many', 'COUNT', 'many'],
  ] as const)('%s (%s) is sent as %s', (given, unit, sent) => {
    expect(thresholdText(given, unit)).toBe(sent);
  });
});
