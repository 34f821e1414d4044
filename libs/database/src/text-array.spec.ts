import { describe, expect, it } from '@jest/globals';
import { textArray } from './text-array.js';

describe('an array of texts in the form of PostgreSQL', () => {
  it.each([
    [[], '000000000000000000000019'],
    [['a'], '000000010000000000000019000000010000000100000001' + '61'],
    [[null], '0000000100000001000000190000000100000001ffffffff'],
    [['', '续'], '0000000100000000000000190000000200000001' + '00000000' + '00000003e7bbad'],
  ])('%j', (values, hex) => {
    expect(textArray(values).toString('hex')).toBe(hex);
  });
});
