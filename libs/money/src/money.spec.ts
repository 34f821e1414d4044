import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addFen, formatYuan, isMoney, moneyPattern, noFen, parseMoney, subtractFen } from './money.js';

const most = 99_999_999_999_999_999n;
const anyFen = fc.bigInt({ min: 0n, max: most });

describe('money in reports', () => {
  it.each(['0.00', '0.01', '1.00', '10.50', '1200000.00', '999999999999999.99'])('takes %s', (text) => {
    expect(isMoney(text)).toBe(true);
    expect(formatYuan(parseMoney(text))).toBe(text);
  });

  it.each([
    '',
    '0',
    '1',
    '1.0',
    '1.000',
    '.50',
    '00.50',
    '01.00',
    '-1.00',
    '+1.00',
    '1,000.00',
    '1e2.00',
    ' 1.00',
    '1.00 ',
    '1.00\n',
    '１.００',
    '1000000000000000.00',
  ])('does not take %j', (text) => {
    expect(isMoney(text)).toBe(false);
    expect(() => parseMoney(text)).toThrow(TypeError);
  });

  it('does not repeat malformed text', () => {
    expect(() => parseMoney('secret')).toThrow(new TypeError('parseMoney takes yuan with two decimals'));
  });

  it('publishes the pattern that it validates with', () => {
    expect(moneyPattern).toBe('^(0|[1-9]\\d{0,14})\\.\\d{2}$');
  });

  it('reads and writes every amount unchanged', () => {
    fc.assert(
      fc.property(anyFen, (fen) => {
        const text = formatYuan(fen);
        expect(isMoney(text)).toBe(true);
        expect(parseMoney(text)).toBe(fen);
      }),
    );
  });
});

describe('money in answers', () => {
  it.each([
    [0n, '0.00'],
    [1n, '0.01'],
    [-1n, '-0.01'],
    [99n, '0.99'],
    [-100n, '-1.00'],
    [-1205n, '-12.05'],
    [100_000_000_000_000n, '1000000000000.00'],
  ])('shows %s fen as %s', (fen, text) => {
    expect(formatYuan(fen)).toBe(text);
  });

  it('is exact beyond doubles', () => {
    expect(formatYuan(9_007_199_254_740_993n)).toBe('90071992547409.93');
  });
});

it('sums and differences of money are exact, and may be negative', () => {
  const [ten, more] = [parseMoney('10.00'), parseMoney('90071992547409.93')];
  expect(formatYuan(addFen(ten, more))).toBe('90071992547419.93');
  expect(formatYuan(subtractFen(noFen, ten))).toBe('-10.00');
});
