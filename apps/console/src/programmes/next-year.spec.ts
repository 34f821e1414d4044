import { describe, expect, it } from '@jest/globals';
import type { Programme, Target } from '#contract';
import { copyOf, copySuggested, yearsLater } from './next-year.js';

const target: Target = {
  code: 'SH24-RENEW',
  name: { en: 'Renewals of 2024', zh: '2024 年续贷' },
  measure: 'renewal-volume',
  unit: 'CNY',
  comparator: 'GT',
  threshold: '1.00',
  period: { from: '2024-01-01', to: '2024-12-31' },
  base: null,
  filter: { eq: ['/dimensions/size', 'MICRO'] },
  tolerance: null,
  path: null,
  beside: ['top-up-volume'],
  version: 3,
  seq: 9,
};
const growth: Target = {
  ...target,
  code: 'GROWTH',
  period: { asAt: '2024-02-29' },
  base: '2023-12-31',
  path: ['1', '2'],
};
const programme: Programme = {
  code: 'SH24',
  name: { en: 'Shanghai 2024', zh: '上海2024' },
  from: '2024-01-01',
  to: '2024-12-31',
  version: 1,
  seq: 1,
  targets: [target, growth],
};

describe('a copy to another year', () => {
  it('moves days on by whole years, of a leap day to the end of February', () => {
    expect(yearsLater('2024-02-29', 1)).toBe('2025-02-28');
    expect(yearsLater('2024-02-29', 4)).toBe('2028-02-29');
    expect(yearsLater('2024-12-31', 1)).toBe('2025-12-31');
  });

  it('is called by its own year', () => {
    expect(copySuggested(programme, 1)).toEqual({
      code: 'SH25',
      en: 'Shanghai 2025',
      zh: '上海2025',
      years: 1,
    });
    expect(copySuggested({ ...programme, code: 'P2024' }, 2).code).toBe('P2026');
    expect(copySuggested({ ...programme, code: 'PLAN' }, 1).code).toBe('PLAN-2025');
    expect(copySuggested({ ...programme, code: 'Q1240' }, 1).code).toBe('Q1240-2025');
  });

  it('sends the programme first and then each target, with nothing changed but days, codes and names', () => {
    const [first, renew, other] = copyOf(programme, copySuggested(programme, 1));
    expect(first).toMatchObject({
      address: '/v1/programmes/SH25',
      body: { name: { en: 'Shanghai 2025' }, from: '2025-01-01', to: '2025-12-31' },
    });
    const { code: _, version: __, seq: ___, ...same } = target;
    expect(renew?.address).toBe('/v1/programmes/SH25/targets/SH25-RENEW');
    expect(renew?.body).toEqual({
      ...same,
      name: { en: 'Renewals of 2025', zh: '2025 年续贷' },
      period: { from: '2025-01-01', to: '2025-12-31' },
    });
    expect(other?.code).toBe('GROWTH');
    expect(other?.body).toMatchObject({
      period: { asAt: '2025-02-28' },
      base: '2024-12-31',
      path: ['1', '2'],
    });
  });
});
