import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import type { Dimensions } from './dimensions.js';
import { countedSteps, type KeyQuantity } from './first-cells.js';

/* Which facts make up a count of keys. */

const at = (institution: string): Dimensions => ({
  institution,
  district: null,
  industry: null,
  size: null,
  bailoutProgramme: null,
  kind: null,
});

const quantity = (seq: number, day: string, of: string, step = 1, key = 'K'): KeyQuantity => ({
  seq,
  key,
  day: businessDate(`2024-03-${day}`),
  dimensions: at(of),
  quantity: BigInt(step),
});

const steps = (added: readonly KeyQuantity[], before: Parameters<typeof countedSteps>[0] = []) =>
  countedSteps(before, added).map(
    ({ seq, day, dimensions: { institution }, quantity: step }) =>
      `${seq} ${day.slice(-2)} ${institution} ${step}`,
  );

describe('facts that count a key', () => {
  it.each<readonly [string, readonly KeyQuantity[], readonly string[]]>([
    ['the first, and none after it', [quantity(1, '05', 'A'), quantity(2, '06', 'B')], ['1 05 A 1']],
    [
      'each of several keys',
      [quantity(1, '05', 'A'), quantity(2, '06', 'B', 1, 'L')],
      ['1 05 A 1', '2 06 B 1'],
    ],
    [
      'one of an earlier day, in the place of the first',
      [quantity(1, '05', 'A'), quantity(2, '04', 'B')],
      ['1 05 A 1', '2 05 A -1', '2 04 B 1'],
    ],
    ['not a second of the same day', [quantity(1, '05', 'A'), quantity(2, '05', 'B')], ['1 05 A 1']],
    [
      'what takes it back, and the next day on which it is there',
      [quantity(1, '05', 'A'), quantity(2, '06', 'B'), quantity(3, '05', 'A', -1)],
      ['1 05 A 1', '3 05 A -1', '3 06 B 1'],
    ],
    [
      'what takes it back for good',
      [quantity(1, '05', 'A'), quantity(2, '05', 'A', -1)],
      ['1 05 A 1', '2 05 A -1'],
    ],
    [
      'one fact that counts it under other dimensions',
      [quantity(1, '05', 'A'), quantity(2, '05', 'A', -1), quantity(2, '05', 'B')],
      ['1 05 A 1', '2 05 A -1', '2 05 B 1'],
    ],
    [
      'not one of the same day, also where one like it was there before and went',
      [quantity(1, '05', 'A'), quantity(2, '05', 'A', -1), quantity(3, '05', 'B'), quantity(4, '05', 'A')],
      ['1 05 A 1', '2 05 A -1', '3 05 B 1'],
    ],
    [
      'not one that takes back what is not counted',
      [quantity(1, '05', 'A'), quantity(2, '06', 'A'), quantity(3, '06', 'A', -1)],
      ['1 05 A 1'],
    ],
  ])('are %s', (_, added, expected) => {
    expect(steps(added)).toEqual(expected);
  });

  it('know what stood before them', () => {
    const before = [
      { key: 'K', day: businessDate('2024-03-05'), dimensions: at('A'), quantity: 1n, since: 1 },
      { key: 'K', day: businessDate('2024-03-05'), dimensions: at('B'), quantity: 0n, since: 2 },
    ];
    expect(steps([quantity(7, '05', 'B')], before)).toEqual([]);
    expect(steps([quantity(7, '05', 'A', -1), quantity(8, '05', 'B')], before)).toEqual([
      '7 05 A -1',
      '8 05 B 1',
    ]);
  });
});
