import { describe, expect, it } from '@jest/globals';
import { follow, isWithin } from './attainment.js';
import type { Delta } from './contributions.js';

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
  effectiveDate: '2024-06-30',
  dimensions,
  key: null,
  quantity,
  ...more,
});
const goal = { least: 100n, most: 110n };
const cut = { computation: 1, from: '2024-01-01', to: '2024-12-31', filter: null };
const start = { target: 9, computation: 1, total: 0n, firstSeq: null };
const after = (...deltas: readonly Delta[]) => follow(goal, start, deltas);

describe('a target that is followed', () => {
  it('is reached at the first seq after which the total satisfied it, and stays so', () => {
    expect(after(delta(3, 60n), delta(4, 45n), delta(5, 50n))).toMatchObject({ total: 155n, firstSeq: 4 });
  });

  it('looks at the total only when all of a seq is counted', () => {
    expect(after(delta(3, 200n), delta(4, -95n), delta(4, -105n, { ordinal: 1 }))).toMatchObject({
      total: 0n,
      firstSeq: null,
    });
  });

  it('passes over other measures, days outside the period and what its filter excludes', () => {
    const micro = { ...dimensions, size: 'MICRO' };
    const deltas = [
      delta(3, 100n, { computation: 2 }),
      delta(4, 100n, { effectiveDate: '2023-12-31' }),
      delta(5, 100n, { effectiveDate: '2025-01-01' }),
      delta(6, 100n),
      delta(7, 101n, { dimensions: micro }),
    ];
    const filter = { eq: ['/dimensions/size', 'MICRO'] as const };
    expect(deltas.filter(isWithin({ ...cut, filter })).map(({ seq }) => seq)).toEqual([7]);
    expect(deltas.filter(isWithin(cut)).map(({ seq }) => seq)).toEqual([6, 7]);
  });
});
