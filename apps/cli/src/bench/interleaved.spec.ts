import { describe, expect, it } from '@jest/globals';
import { interleaved, type Measured } from './interleaved.js';

const counted = (name: string, rates: readonly number[], order: string[]) => ({
  name,
  measure: (round: number): Promise<Measured> => {
    order.push(`${name}${round}`);
    return Promise.resolve({
      count: 1,
      perSecond: rates[round] ?? 0,
      ...(name === 'a' && { p50Ms: round, p99Ms: round * 10 }),
    });
  },
});

describe('an interleaved run', () => {
  it('measures every subject in each round, and leaves the first round out of the medians', async () => {
    const order: string[] = [];
    const { rows, rounds } = await interleaved(
      [counted('a', [9_999, 10, 30, 20], order), counted('b', [9_999, 40, 40, 40], order)],
      3,
      () => undefined,
    );
    expect(order).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
    expect(rows).toEqual([
      { name: 'a', perSecond: 20, p50Ms: 2, p99Ms: 20, us: null },
      { name: 'b', perSecond: 40, p50Ms: null, p99Ms: null, us: null },
    ]);
    expect(rounds.map((each) => each.map(({ perSecond }) => perSecond))).toEqual([
      [10, 40],
      [30, 40],
      [20, 40],
    ]);
  });

  it('has the median of each processor time', async () => {
    const us = (client: number) => ({ client, server: 2 * client, mainThread: 1, projector: 0, postgres: 5 });
    const measure = (round: number): Promise<Measured> =>
      Promise.resolve({ count: 1, perSecond: 1, us: us([7, 30, 10, 20][round] ?? 0) });
    const {
      rows: [row],
    } = await interleaved([{ name: 'a', measure }], 3, () => undefined);
    expect(row?.us).toEqual(us(20));
  });

  it('goes on without a subject that failed, whether it is measured or prepared, and says why', async () => {
    const order: string[] = [];
    const failing = {
      name: 'failing',
      measure: (round: number): Promise<Measured> =>
        round === 1 ? Promise.reject(new Error('no room')) : Promise.resolve({ count: 1, perSecond: 1_000 }),
    };
    const unprepared = {
      ...counted('unprepared', [1], order),
      prepare: () => Promise.reject(new Error('not installed')),
    };
    const lines: string[] = [];
    const { rows } = await interleaved(
      [failing, unprepared, counted('a', [1, 2, 3], order)],
      2,
      (line) => void lines.push(line),
    );
    const nothing = { perSecond: null, p50Ms: null, p99Ms: null, us: null };
    expect(rows.slice(0, 2)).toEqual([
      { name: 'failing', ...nothing, failed: 'no room' },
      { name: 'unprepared', ...nothing, failed: 'not installed' },
    ]);
    expect(rows[2]?.perSecond).toBe(3);
    expect(order).toEqual(['a0', 'a1', 'a2']);
    expect(lines.filter((line) => line.includes('failed'))).toHaveLength(2);
  });

  it('takes no rate of nothing', async () => {
    const idle = { name: 'idle', measure: () => Promise.resolve({ count: 0, perSecond: 0 }) };
    const {
      rows: [row],
    } = await interleaved([idle], 1, () => undefined);
    expect(row?.failed).toBe('nothing was done');
  });
});
