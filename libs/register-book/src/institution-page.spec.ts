import { asWritten } from '#testing';
import { describe, expect, it } from '@jest/globals';
import type { Institution } from '#contract';
import {
  amended,
  bankA,
  keyIssued,
  type Planted,
  registered,
  reinstated,
  sequenced,
  suspended,
} from './testing/register-facts.js';
import { institutionPage } from './register-book.projection.js';

const folded = (...given: readonly Planted[]): Institution | undefined =>
  sequenced(given).reduce<Institution | undefined>(institutionPage, undefined);

const since = '2024-06-30T00:00:01.000Z';

describe('the page of an institution', () => {
  it('registered', () => {
    expect(folded(registered(bankA, { lei: '300300C1030935001303' }))).toEqual({
      code: bankA,
      name: { zh: '银行', en: 'Bank' },
      kind: 'BANK',
      lei: '300300C1030935001303',
      cnaps: null,
      reportingFrom: '2024-01-01',
      suspended: null,
    });
  });

  it.each<[string, readonly Planted[], Partial<Institution>]>([
    ['amended', [amended(bankA, { cnaps: '310290000013' })], { cnaps: '310290000013', suspended: null }],
    ['suspended', [suspended(bankA, 'late')], { suspended: { since, reason: 'late' } }],
    [
      'suspended and amended stays suspended',
      [suspended(bankA, 'late'), amended(bankA, { reportingFrom: asWritten('2024-02-01') })],
      { suspended: { since, reason: 'late' }, reportingFrom: '2024-02-01' },
    ],
    ['reinstated', [suspended(bankA, 'late'), reinstated(bankA)], { suspended: null }],
  ])('%s', (_, then, expected) => {
    expect(folded(registered(bankA), ...then)).toMatchObject(expected);
  });

  it('is not changed by facts of keys, and cannot be suspended before it is registered', () => {
    expect(folded(keyIssued('abcd'))).toBeUndefined();
    expect(() => folded(suspended(bankA, 'late'))).toThrow('builds on nothing');
  });
});
