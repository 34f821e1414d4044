import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addMonths, dayNumber, dayOfNumber, daysBetween } from './business-date.js';

const anyDay = fc
  .integer({ min: dayNumber('1950-01-01'), max: dayNumber('2150-12-31') })
  .map((number) => dayOfNumber(number));

describe('days', () => {
  it('counts from 1970-01-01', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dayNumber('1969-12-31')).toBe(-1);
    expect(dayNumber('2024-05-06')).toBe(19_849);
  });

  it('crosses months, leap days and years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2023-02-28', 1)).toBe('2023-03-01');
    expect(addDays('2024-12-31', 1)).toBe('2025-01-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
    expect(daysBetween('2024-01-01', '2025-01-01')).toBe(366);
    expect(daysBetween('2024-01-02', '2024-01-01')).toBe(-1);
  });

  it('adds what was subtracted', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (from, to) => {
        expect(addDays(from, daysBetween(from, to))).toBe(to);
        expect(from < to).toBe(daysBetween(from, to) > 0);
      }),
    );
  });

  it('has no day outside 1900 to 9999', () => {
    expect(() => addDays('1900-01-01', -1)).toThrow(RangeError);
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('2024-01-01', Number.NaN)).toThrow(RangeError);
    expect(() => addMonths('1900-01-31', -1)).toThrow(RangeError);
    expect(() => addMonths('9999-12-01', 1)).toThrow(RangeError);
  });

  it('refuses text that is no day', () => {
    expect(() => dayNumber('2024-02-30')).toThrow(TypeError);
    expect(() => addMonths('2024-02-30', 1)).toThrow(TypeError);
    expect(() => daysBetween('2024-01-01', '')).toThrow(TypeError);
  });
});

describe('months', () => {
  it.each([
    ['2021-03-15', 36, '2024-03-15'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 36, '2027-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2024-12-31', 2, '2025-02-28'],
    ['2024-01-15', -1, '2023-12-15'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-05-31', 0, '2024-05-31'],
    ['2024-11-30', 1, '2024-12-30'],
  ])('%s and %i months is %s', (date, months, result) => {
    expect(addMonths(date, months)).toBe(result);
  });

  it('lands in the month counted, on the same day or on the last before it', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -500, max: 500 }), (date, months) => {
        const result = addMonths(date, months);
        const month = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
        expect(month(result) - month(date)).toBe(months);
        const clipped = result.slice(8) < date.slice(8);
        expect(clipped ? addDays(result, 1).slice(8) : result.slice(8)).toBe(clipped ? '01' : date.slice(8));
      }),
    );
  });
});
