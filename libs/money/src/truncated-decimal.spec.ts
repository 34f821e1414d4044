import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { truncatedDecimal } from './money.js';

describe('truncatedDecimal', () => {
  it.each([
    [418_200_000_000n, 1_000_000_000_000n, 4, '0.4182'],
    [9_999_999n, 10_000_000n, 4, '0.9999'],
    [1n, 1n, 4, '1.0000'],
    [2n, 3n, 4, '0.6666'],
    [-2n, 3n, 4, '-0.6666'],
    [2n, -3n, 4, '-0.6666'],
    [-2n, -3n, 4, '0.6666'],
    [-1n, 100_000n, 4, '0.0000'],
    [0n, -5n, 2, '0.00'],
    [-7n, 2n, 0, '-3'],
    [-1n, 2n, 0, '0'],
    [12_345n, 1n, 2, '12345.00'],
  ])('%s / %s with %s decimals is %s', (numerator, denominator, decimals, text) => {
    expect(truncatedDecimal(numerator, denominator, decimals)).toBe(text);
  });

  it('is at most the exact value, by less than one unit of the last decimal', () => {
    const whole = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
    const divisor = whole.filter((value) => value !== 0n);
    fc.assert(
      fc.property(whole, divisor, fc.integer({ min: 0, max: 12 }), (numerator, denominator, decimals) => {
        const shown = truncatedDecimal(numerator, denominator, decimals);
        expect(shown).toMatch(decimals === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${decimals}}$`));
        const units = BigInt(shown.replace('.', ''));
        const exact = numerator * 10n ** BigInt(decimals);
        const missing = (exact - units * denominator) * (denominator < 0n ? -1n : 1n);
        const size = denominator < 0n ? -denominator : denominator;
        expect(missing > -size && missing < size).toBe(true);
        expect(missing === 0n || missing < 0n === (numerator < 0n !== denominator < 0n)).toBe(true);
        expect(shown.startsWith('-') && units === 0n).toBe(false);
      }),
    );
  });

  it('refuses a denominator of zero or a malformed number of decimals', () => {
    expect(() => truncatedDecimal(1n, 0n, 2)).toThrow(RangeError);
    expect(() => truncatedDecimal(1n, 2n, -1)).toThrow(RangeError);
    expect(() => truncatedDecimal(1n, 2n, 1.5)).toThrow(RangeError);
  });
});
