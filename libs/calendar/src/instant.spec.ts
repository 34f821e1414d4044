import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  fixedClock,
  formatInstant,
  instantMs,
  isDateTime,
  isInstant,
  shanghaiDay,
  shanghaiDayOf,
  systemClock,
} from './instant.js';

describe('instants', () => {
  it.each([
    ['2026-11-23T10:15:00.123Z', '2026-11-23T10:15:00.123Z'],
    ['2026-11-23T10:15:00Z', '2026-11-23T10:15:00.000Z'],
    ['2026-11-23t10:15:00z', '2026-11-23T10:15:00.000Z'],
    ['2026-11-23T18:15:00+08:00', '2026-11-23T10:15:00.000Z'],
    ['2026-11-23T00:00:00+23:59', '2026-11-22T00:01:00.000Z'],
    ['2026-11-23T00:00:00-09:30', '2026-11-23T09:30:00.000Z'],
    ['2026-11-23T00:00:00-00:00', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23T10:15:00.1Z', '2026-11-23T10:15:00.100Z'],
    ['2026-11-23T10:15:00.123999999Z', '2026-11-23T10:15:00.123Z'],
    ['2026-11-23T10:15:00.12345678901234567890Z', '2026-11-23T10:15:00.123Z'],
    [`2026-11-23T10:15:00.${'0'.repeat(40_000)}1Z`, '2026-11-23T10:15:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2017-01-01T07:59:60.5+08:00', '2017-01-01T00:00:00.500Z'],
    ['2026-11-23t10:15:60.999z', '2026-11-23T10:16:00.999Z'],
    ['1969-12-31T23:59:59.9999Z', '1969-12-31T23:59:59.999Z'],
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
    ['0050-01-01T00:00:00Z', '0050-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, utc) => {
    expect(isInstant(text)).toBe(true);
    expect(formatInstant(instantMs(text))).toBe(utc);
  });

  it.each([
    '',
    '2026-11-23',
    '2026-11-23T10:15:00',
    '2026-11-23T10:15Z',
    '2026-11-23 10:15:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T23:60:00Z',
    '2026-12-31T23:59:61Z',
    '2026-12-31T24:00:60Z',
    '2026-02-29T00:00:00Z',
    '2026-11-23T10:15:00.Z',
    '2026-11-23T10:15:00,5Z',
    '2026-11-23T10:15:00+8',
    '2026-11-23T10:15:00+0800',
    '2026-11-23T10:15:00+24:00',
    '2026-11-23T10:15:00+08:60',
    '2026-11-23T10:15:00Z\n',
    '+002026-11-23T10:15:00Z',
  ])('does not take %j', (text) => {
    expect([isInstant(text), isDateTime(text)]).toEqual([false, false]);
    expect(() => instantMs(text)).toThrow(TypeError);
  });

  it.each([
    ['9999-12-31T23:59:59-00:01', '9999-12-31T23:59:59.999Z'],
    ['9999-12-31T23:59:60Z', '9999-12-31T23:59:59.999Z'],
    ['0000-01-01T00:00:00+00:01', '0000-01-01T00:00:00.000Z'],
  ])('%s is a date-time, but none that can be written in UTC', (text, last) => {
    expect([isDateTime(text), isInstant(text)]).toEqual([true, false]);
    expect(Math.abs(instantMs(text) - instantMs(last))).toBeLessThanOrEqual(60_000);
    expect(() => formatInstant(instantMs(text))).toThrow(RangeError);
  });

  it('reads what it writes, with any offset', () => {
    const ms = fc.integer({
      min: Date.parse('0001-01-01T00:00:00Z'),
      max: Date.parse('9999-12-30T00:00:00Z'),
    });
    const offset = fc.integer({ min: -1_439, max: 1_439 });
    fc.assert(
      fc.property(ms, offset, (at, minutes) => {
        expect(instantMs(formatInstant(at))).toBe(at);
        const two = (value: number): string => String(value).padStart(2, '0');
        const ahead = Math.abs(minutes);
        const zone = `${minutes < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
        expect(instantMs(formatInstant(at + minutes * 60_000).replace('Z', zone))).toBe(at);
      }),
    );
  });

  it('writes no year of five digits', () => {
    expect(() => formatInstant(Date.parse('9999-12-31T23:59:59.999Z') + 1)).toThrow(RangeError);
    expect(() => formatInstant(Number.NaN)).toThrow(RangeError);
  });
});

describe('the Shanghai day', () => {
  it('begins at 16:00 UTC', () => {
    expect(shanghaiDay(Date.parse('2024-05-06T15:59:59.999Z'))).toBe('2024-05-06');
    expect(shanghaiDay(Date.parse('2024-05-06T16:00:00.000Z'))).toBe('2024-05-07');
    expect(shanghaiDay(Date.parse('1969-12-31T15:59:59.999Z'))).toBe('1969-12-31');
  });

  it('is the day of the time zone database since 1992', () => {
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
    const since = { min: Date.parse('1992-01-01T00:00:00Z'), max: Date.parse('2100-01-01T00:00:00Z') };
    fc.assert(
      fc.property(fc.integer(since), (ms) => {
        expect(shanghaiDay(ms)).toBe(day.format(ms));
        expect(shanghaiDayOf(formatInstant(ms))).toBe(shanghaiDay(ms));
      }),
    );
  });

  it('is computed from the text of an instant, exact to the millisecond', () => {
    const days = ['15:59:59.999', '16:00:00.000', '23:59:59.999'].map((time) =>
      shanghaiDayOf(`2024-05-06T${time}Z`),
    );
    expect(days).toEqual(['2024-05-06', '2024-05-07', '2024-05-07']);
  });

  it('refuses text that is no instant', () => {
    expect(() => shanghaiDay(Number.NaN)).toThrow(RangeError);
    expect(() => shanghaiDay(Date.parse('1899-12-31T15:59:59Z'))).toThrow(RangeError);
  });
});

describe('clocks', () => {
  it('follows the system clock, or stands still', () => {
    const before = Date.now();
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
    expect(fixedClock(1_700_000_000_000).now()).toBe(1_700_000_000_000);
  });
});
