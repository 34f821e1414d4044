import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { money } from '#contract';
import { columnsOf, csvRows } from './index.js';

const columns = columnsOf(z.strictObject({ amount: money, note: z.string() }));
const rowOf = (amount: string, note = ''): string => csvRows(columns, [{ amount, note }]);

describe('a column of numbers in CSV', () => {
  it.each(['-500.00', '-1', '0.00', '123456789012345.67'])('has %s as the number that it is', (amount) => {
    expect(rowOf(amount)).toBe(`${amount},\r\n`);
  });

  it.each(['-1+1', '-', '=1', '+5.00', '-@a', '-5.00\n=1', '-5.00e3', '-1,5'])(
    'has nothing in it that could be run: %j',
    (amount) => {
      expect(rowOf(amount)).toMatch(/^"?'/);
    },
  );

  it('differs from a column of text, where a negative number may be a formula', () => {
    expect(rowOf('1.00', '-500.00')).toBe("1.00,'-500.00\r\n");
  });
});
