import { describe, expect, it } from '@jest/globals';
import { interleaved, type Measured, ratioOf, tableOf } from './interleaved.js';

const counted = (name: string, rates: readonly number[], order: string[]) => ({
  name,
  measure: (round: number): Promise<Measured> => {
    order.push(`${name}${round}`);
    return Promise.resolve({ perSecond: rates[round] ?? 0, ...(name === 'a' && { p99Ms: round * 10 }) });
  },
});

describe('an interleaved run', () => {
  it('measures every subject in each round, and leaves the first round out of the medians', async () => {
    const order: string[] = [];
    const rows = await interleaved(
      [counted('a', [9_999, 10, 30, 20], order), counted('b', [9_999, 40, 40, 40], order)],
      3,
      () => undefined,
    );
    expect(order).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
    expect(rows).toEqual([
      { name: 'a', perSecond: 20, p99Ms: 20 },
      { name: 'b', perSecond: 40, p99Ms: null },
    ]);
  });

  it('divides one rate by another, and prints both', () => {
    const rows = [
      { name: 'a', perSecond: 20, p99Ms: 1.5 },
      { name: 'b', perSecond: 40, p99Ms: null },
    ];
    const ratio = { name: 'a ÷ b', of: 'a', by: 'b' };
    expect(ratioOf(rows, ratio)).toBe(0.5);
    expect(ratioOf(rows, { ...ratio, by: 'nobody' })).toBeNaN();
    expect(tableOf(rows, [ratio])).toContain('| b | 40 | – |');
    expect(tableOf(rows, [ratio])).toContain('| a ÷ b | 0.50 |');
  });
});
