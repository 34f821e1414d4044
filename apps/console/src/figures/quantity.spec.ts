import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  drawnText,
  exactQuantity,
  exactRate,
  percentText,
  permilleOf,
  quantityText,
  scaledOf,
  shortQuantity,
  shortRate,
} from './quantity.js';

describe('a quantity', () => {
  it.each([
    ['1000000000000.00', 'CNY', '¥1,000 bn', '¥1.00万亿'],
    ['418200000000.00', 'CNY', '¥418.2 bn', '¥4,182亿'],
    ['37619999999.99', 'CNY', '¥37.61 bn', '¥376.1亿'],
    ['999999999.99', 'CNY', '¥999.9 m', '¥9.99亿'],
    ['662000.00', 'CNY', '¥662,000.00', '¥66.20万'],
    ['9999.99', 'CNY', '¥9,999.99', '¥9,999.99'],
    ['-1234567.89', 'CNY', '−¥1.23 m', '−¥123.4万'],
    ['0.00', 'CNY', '¥0.00', '¥0.00'],
    ['20123', 'COUNT', '20,123', '20,123'],
    ['1234567', 'COUNT', '1.23 m', '123.4万'],
    ['0.2536', 'RATIO', '25.36 %', '25.36 %'],
    ['-0.0458', 'RATIO', '−4.58 %', '−4.58 %'],
  ] as const)('%s (%s) is short as %s and %s, rounded down', (text, unit, en, zh) => {
    expect([shortQuantity(text, unit, 'en'), shortQuantity(text, unit, 'zh')]).toEqual([en, zh]);
  });

  it('is exact to the fen, however large', () => {
    expect(exactQuantity('9007199254740993.07', 'CNY')).toBe('¥9,007,199,254,740,993.07');
    expect(exactQuantity('20123', 'COUNT')).toBe('20,123');
  });

  it('of a day may be less than one', () => {
    expect(shortRate('0.53', 'COUNT', 'en')).toBe('0.53');
    expect(shortRate('35800000.00', 'CNY', 'zh')).toBe('¥3,580万');
    expect(exactRate('10164321.07', 'CNY')).toBe('¥10,164,321.07');
    expect(exactRate('1234.25', 'COUNT')).toBe('1,234.25');
  });

  it('is what it was after it was counted with', () => {
    const fen = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
    fc.assert(
      fc.property(fen, (amount) => {
        const size = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
        const text = `${amount < 0n ? '-' : ''}${size.slice(0, -2)}.${size.slice(-2)}`;
        expect(quantityText(scaledOf(text), 'CNY')).toBe(text);
      }),
    );
  });

  it.each([
    ['9499.99', '10000.00', '94.9 %'],
    ['9999.99', '10000.00', '99.9 %'],
    ['10000.00', '10000.00', '100.0 %'],
    ['-4.99', '10000.00', '0.0 %'],
    ['-458.00', '2500.00', '−18.3 %'],
  ])('%s of %s is %s, never more than it is', (part, whole, percent) => {
    expect(percentText(permilleOf(part, whole) ?? NaN)).toBe(percent);
  });

  it('that is drawn is exact to the fen', () => {
    expect(drawnText(1.15, 'CNY')).toBe('1.15');
    expect(drawnText(2_500_000_000.07, 'CNY')).toBe('2500000000.07');
    expect([drawnText(45.9, 'COUNT'), drawnText(0.2536, 'RATIO')]).toEqual(['45', '0.2536']);
  });

  it('is no part of nothing', () => {
    expect(permilleOf('1.00', '0.00')).toBeNull();
  });
});
