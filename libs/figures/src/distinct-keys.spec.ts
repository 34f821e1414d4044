import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate, type BusinessDate } from '#calendar';
import { FirstDays, type KeyDay } from './distinct-keys.js';

const on = (key: string, day: BusinessDate, step = 1): KeyDay => ({ key, day, step });

describe('a key', () => {
  it('is counted on its first day, and on no other', () => {
    const days = new FirstDays();
    expect(days.add([on('B1', businessDate('2024-05-06'))])).toEqual([
      { key: 'B1', from: null, to: businessDate('2024-05-06') },
    ]);
    expect(days.add([on('B1', businessDate('2024-05-07'))])).toEqual([]);
    expect(days.add([on('B1', businessDate('2024-05-06'))])).toEqual([]);
    expect(days.counts()).toEqual(new Map([['2024-05-06', 1]]));
  });

  it('moves to an earlier day, and to a later one when that is taken back', () => {
    const days = new FirstDays();
    days.add([on('B1', businessDate('2024-05-06'))]);
    expect(days.add([on('B1', businessDate('2024-03-01'))])).toEqual([
      { key: 'B1', from: businessDate('2024-05-06'), to: businessDate('2024-03-01') },
    ]);
    expect(days.add([on('B1', businessDate('2024-03-01'), -1)])).toEqual([
      { key: 'B1', from: '2024-03-01', to: '2024-05-06' },
    ]);
    expect(days.add([on('B1', businessDate('2024-05-06'), -1)])).toEqual([
      { key: 'B1', from: businessDate('2024-05-06'), to: null },
    ]);
    expect(days.counts()).toEqual(new Map());
  });

  it('is there while more was added on the day than taken back', () => {
    const days = new FirstDays();
    days.add([on('B1', businessDate('2024-05-06')), on('B1', businessDate('2024-05-06'))]);
    expect(days.add([on('B1', businessDate('2024-05-06'), -1)])).toEqual([]);
    expect(days.add([on('B1', businessDate('2024-05-06'), -2)])).toEqual([
      { key: 'B1', from: businessDate('2024-05-06'), to: null },
    ]);
    // One more was taken back than there was: it takes two to be there.
    expect(days.add([on('B1', businessDate('2024-05-06'))])).toEqual([]);
    expect(days.add([on('B1', businessDate('2024-05-06'))])).toEqual([
      { key: 'B1', from: null, to: businessDate('2024-05-06') },
    ]);
  });

  it('does not move for what comes and goes together', () => {
    const days = new FirstDays();
    expect(
      days.add([on('B1', businessDate('2024-05-06')), on('B1', businessDate('2024-05-06'), -1)]),
    ).toEqual([]);
  });

  it('is counted as by looking at all that was added', () => {
    const step = fc.record({
      key: fc.constantFrom('B1', 'B2', 'B3'),
      day: fc.constantFrom(...['2024-01-01', '2024-01-02', '2024-01-03'].map(businessDate)),
      step: fc.constantFrom(1, 1, -1),
    });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 12 }), (groups) => {
        const days = new FirstDays();
        const moved = new Map<string, number>();
        for (const group of groups)
          for (const { from, to } of days.add(group)) {
            if (from !== null) moved.set(from, (moved.get(from) ?? 0) - 1);
            if (to !== null) moved.set(to, (moved.get(to) ?? 0) + 1);
          }
        const firsts = ['B1', 'B2', 'B3'].flatMap((key) => {
          const net = (day: BusinessDate) =>
            groups
              .flat()
              .reduce((sum, one) => (one.key === key && one.day === day ? sum + one.step : sum), 0);
          return (
            [businessDate('2024-01-01'), businessDate('2024-01-02'), businessDate('2024-01-03')].find(
              (day) => net(day) > 0,
            ) ?? []
          );
        });
        const counted = new Map([...moved].filter(([, count]) => count !== 0));
        const expected = new Map<string, number>();
        for (const day of firsts) expected.set(day, (expected.get(day) ?? 0) + 1);
        expect(counted).toEqual(expected);
        expect(days.counts()).toEqual(expected);
      }),
    );
  });
});
