import { describe, expect, it } from '@jest/globals';
import { grouped, textTable } from './output.process.js';

describe('a table in a terminal', () => {
  it('has columns of equal width, numbers on the right', () => {
    expect(
      textTable(
        ['rule', 'count'],
        [
          ['REP-R01', '2'],
          ['SCH-R01', '1,017'],
        ],
      ),
    ).toEqual(['rule     count', '-------  -----', 'REP-R01      2', 'SCH-R01  1,017']);
  });

  it('counts a Chinese character as two columns', () => {
    expect(textTable(['名', 'n'], [['甲乙', 'x']])).toEqual(['名    n', '----  -', '甲乙  x']);
  });

  it('shows what nobody knows as a dash among numbers', () => {
    expect(textTable(['n'], [['–'], ['12']])).toEqual([' n', '--', ' –', '12']);
  });
});

it.each([
  ['1234567.00', '1,234,567.00'],
  ['-1234.50', '-1,234.50'],
  ['999', '999'],
])('%s is %s for a person', (decimal, shown) => {
  expect(grouped(decimal)).toBe(shown);
});
