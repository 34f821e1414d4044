import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  businessDate,
  daysBetween,
  type Interval,
  intervalsBetween,
  intervalStart,
} from './business-date.js';

const spans = (interval: Interval, from: string, to: string): readonly string[] =>
  [...intervalsBetween(interval, businessDate(from), businessDate(to))].map(
    (span) => `${span.from} ${span.to}`,
  );

describe('intervals', () => {
  it.each<readonly [Interval, string, string, readonly string[]]>([
    [
      'day',
      '2024-02-28',
      '2024-03-01',
      ['2024-02-28', '2024-02-29', '2024-03-01'].map((day) => `${day} ${day}`),
    ],
    ['week', '2024-12-30', '2025-01-12', ['2024-12-30 2025-01-05', '2025-01-06 2025-01-12']],
    ['week', '2024-01-03', '2024-01-09', ['2024-01-03 2024-01-07', '2024-01-08 2024-01-09']],
    [
      'month',
      '2024-01-15',
      '2024-03-02',
      ['2024-01-15 2024-01-31', '2024-02-01 2024-02-29', '2024-03-01 2024-03-02'],
    ],
    ['month', '9999-12-01', '9999-12-31', ['9999-12-01 9999-12-31']],
    ['week', '9999-12-27', '9999-12-31', ['9999-12-27 9999-12-31']],
    ['week', '1900-01-01', '1900-01-07', ['1900-01-01 1900-01-07']],
    ['day', '2024-01-02', '2024-01-01', []],
  ])('by %s from %s to %s', (interval, from, to, expected) => {
    expect(spans(interval, from, to)).toEqual(expected);
  });

  it.each<readonly [Interval, string, string]>([
    ['day', '2024-05-16', '2024-05-16'],
    ['week', '2024-05-19', '2024-05-13'],
    ['week', '2024-05-13', '2024-05-13'],
    ['week', '1969-12-31', '1969-12-29'],
    ['month', '2024-05-31', '2024-05-01'],
  ])('of the %s of %s begin on %s', (interval, day, start) => {
    expect(intervalStart(interval, businessDate(day))).toBe(start);
  });

  it('contain every day once, and begin where an interval begins', () => {
    const day = fc.integer({ min: 0, max: 60_000 }).map((number) => addDays('1900-01-01', number));
    fc.assert(
      fc.property(
        fc.constantFrom<Interval>('day', 'week', 'month'),
        day,
        fc.integer({ min: 0, max: 800 }),
        (interval, from, length) => {
          const to = addDays(from, length);
          const all = [...intervalsBetween(interval, businessDate(from), businessDate(to))];
          expect([all[0]?.from, all.at(-1)?.to]).toEqual([from, to]);
          for (const [index, span] of all.entries()) {
            expect(daysBetween(span.from, span.to)).toBeGreaterThanOrEqual(0);
            const before = all[index - 1];
            if (before) {
              expect(addDays(before.to, 1)).toBe(span.from);
              expect(intervalStart(interval, span.from)).toBe(span.from);
            }
            expect(intervalStart(interval, span.to) <= span.from).toBe(true);
          }
        },
      ),
    );
  });
});
