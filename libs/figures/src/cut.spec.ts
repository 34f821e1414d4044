import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import type { Delta } from './contributions.js';
import { isRolledUp, isRolledUpDistinct, isWithin } from './cut.js';

const dimensions = {
  institution: 'C1010211000012',
  district: '310115',
  industry: 'C39',
  size: 'SMALL',
  bailoutProgramme: null,
  kind: 'ENTERPRISE',
};
const delta = (seq: number, quantity: bigint, more: Partial<Delta> = {}): Delta => ({
  computation: 1,
  seq,
  ordinal: 0,
  effectiveDate: businessDate('2024-06-30'),
  dimensions,
  key: null,
  quantity,
  ...more,
});
const cut = {
  computation: 1,
  from: businessDate('2024-01-01'),
  to: businessDate('2024-12-31'),
  filter: null,
};

describe('a cut', () => {
  it('of a whole period passes over other measures, days outside the period and what its filter excludes', () => {
    const micro = { ...dimensions, size: 'MICRO' };
    const deltas = [
      delta(3, 100n, { computation: 2 }),
      delta(4, 100n, { effectiveDate: businessDate('2023-12-31') }),
      delta(5, 100n, { effectiveDate: businessDate('2025-01-01') }),
      delta(6, 100n),
      delta(7, 101n, { dimensions: micro }),
    ];
    const filter = { eq: ['/dimensions/size', 'MICRO'] as const };
    expect(deltas.filter(isWithin({ ...cut, filter })).map(({ seq }) => seq)).toEqual([7]);
    expect(deltas.filter(isWithin(cut)).map(({ seq }) => seq)).toEqual([6, 7]);
  });

  it('is answered from the sums by day when it is narrowed by one dimension at most', () => {
    const narrowed = { size: ['MICRO', 'SMALL'], district: ['310115'] };
    expect(isRolledUp({ filters: {}, filter: null })).toBe(true);
    expect(isRolledUp({ filters: { size: narrowed.size, district: [] }, filter: null })).toBe(true);
    expect(isRolledUp({ filters: narrowed, filter: null })).toBe(false);
    expect(isRolledUp({ filters: {}, filter: { exists: '/dimensions/size' } })).toBe(false);
  });

  it('of keys only when it is narrowed by one value', () => {
    expect(isRolledUpDistinct({ filters: {} })).toBe(true);
    expect(isRolledUpDistinct({ filters: { size: ['MICRO'] } })).toBe(true);
    expect(isRolledUpDistinct({ filters: { size: ['MICRO', 'SMALL'] } })).toBe(false);
    expect(isRolledUpDistinct({ filters: { size: ['MICRO'], district: ['310115'] } })).toBe(false);
  });
});
