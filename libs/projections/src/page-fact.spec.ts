import { describe, expect, it } from '@jest/globals';
import { addYuan, existing, subtractYuan } from './row-fold.js';
import { counted } from './testing/counter.js';

describe('facts', () => {
  it('need what they build on', () => {
    expect(existing({ count: 1 }, counted(1, 'a'))).toEqual({ count: 1 });
    expect(() => existing(undefined, counted(1, 'a'))).toThrow('Counted in counter-a builds on nothing');
  });
});

describe('money of pages', () => {
  it.each([
    ['0.00', '0.01', '0.01', '-0.01'],
    ['1000.00', '0.01', '1000.01', '999.99'],
    ['-5.00', '1.50', '-3.50', '-6.50'],
    ['1999999999999999.98', '999999999999999.99', '2999999999999999.97', '999999999999999.99'],
  ])('%s and %s', (one, other, sum, difference) => {
    expect([addYuan(one, other), subtractYuan(one, other)]).toEqual([sum, difference]);
  });
});
