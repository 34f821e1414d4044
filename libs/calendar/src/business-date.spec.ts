import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BusinessDate, businessDate, isBusinessDate } from './business-date.js';
import { isTimeOfDay } from './instant.js';

describe('business dates', () => {
  it.each(['1900-01-01', '2000-02-29', '2024-02-29', '2024-12-31', '9999-12-31'])('takes %s', (text) => {
    expect(isBusinessDate(text)).toBe(true);
  });

  it.each([
    '',
    '1899-12-31',
    '1900-02-29',
    '2023-02-29',
    '2024-02-30',
    '2024-04-31',
    '2024-06-31',
    '2024-09-31',
    '2024-11-31',
    '2024-00-10',
    '2024-13-01',
    '2024-01-00',
    '2024-01-32',
    '2024-1-1',
    '24-01-01',
    '20240101',
    '2024/01/01',
    '2024-01-01T00:00:00Z',
    '2024-01-01 ',
    '2024-01-01\n',
    '12024-01-01',
    '92024-01-01',
    'on 2024-01-01',
    '+12024-01-01',
    '２０２４-01-01',
  ])('does not take %j', (text) => {
    expect(isBusinessDate(text)).toBe(false);
  });

  it('accepts exactly the days of the platform calendar', () => {
    const two = (value: number): string => String(value).padStart(2, '0');
    const part = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 9999 }), part, part, (year, month, day) => {
        const date = new Date(Date.UTC(year, month - 1, day));
        const real =
          date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCFullYear() === year;
        expect(isBusinessDate(`${year}-${two(month)}-${two(day)}`)).toBe(real);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('times of day', () => {
  it.each(['00:00:00', '09:30:00', '19:59:59', '23:59:59'])('takes %s', (text) => {
    expect(isTimeOfDay(text)).toBe(true);
  });

  it.each([
    '24:00:00',
    '109:30:00',
    'at 09:30:00',
    '23:60:00',
    '23:59:60',
    '9:30:00',
    '09:30',
    '09:30:00.0',
    '09:30:00Z',
    '09:30:00\n',
    '',
  ])('does not take %j', (text) => {
    expect(isTimeOfDay(text)).toBe(false);
  });
});

it('only checked text becomes a day', () => {
  const day: BusinessDate = businessDate('2024-02-29');
  expect(day).toBe('2024-02-29');
  expect(() => businessDate('2023-02-29')).toThrow(TypeError);
  // @ts-expect-error: text that nobody checked.
  const unchecked: BusinessDate = '2024-02-29';
  expect(unchecked).toBe(day);
});
