import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BusinessDate, businessDate } from '#calendar';
import { addedByDay, type Closings, closingsOf, joined } from './closings.js';

const sums = fc.array(
  fc.record({
    day: fc.constantFrom(...['2023-12-31', '2024-01-01', '2024-01-02', '2024-11-30'].map(businessDate)),
    quantity: fc.bigInt({ min: -3n, max: 3n }),
  }),
);

/** Up to the end of a day, one after another. */
const totalUpTo = (
  of: readonly { readonly day: BusinessDate; readonly quantity: bigint }[],
  day: BusinessDate,
): bigint => of.reduce((total, each) => (each.day <= day ? total + each.quantity : total), 0n);

const closingAt = (closings: Closings, day: BusinessDate): bigint =>
  closings.findLast((closing) => closing.day <= day)?.total ?? 0n;

describe('closing totals', () => {
  it('add up days in order', () => {
    expect(
      closingsOf([
        { day: businessDate('2024-01-02'), quantity: 5n },
        { day: businessDate('2024-01-01'), quantity: 1n },
        { day: businessDate('2024-01-02'), quantity: -2n },
      ]),
    ).toEqual([
      { day: '2024-01-01', total: 1n },
      { day: '2024-01-02', total: 4n },
    ]);
  });

  it('leave out a day that took back what it brought', () => {
    expect(
      closingsOf([
        { day: businessDate('2024-01-01'), quantity: 1n },
        { day: businessDate('2024-01-02'), quantity: 5n },
        { day: businessDate('2024-01-02'), quantity: -5n },
      ]),
    ).toEqual([{ day: '2024-01-01', total: 1n }]);
  });

  it('are the total up to any day, in order and without a day that changes nothing', () => {
    fc.assert(
      fc.property(sums, (of) => {
        const closings = closingsOf(of);
        for (const day of ['2023-01-01', '2023-12-31', '2024-01-01', '2024-01-02', '2024-12-31'].map(
          businessDate,
        ))
          expect(closingAt(closings, day)).toBe(totalUpTo(of, day));
        expect([...addedByDay(closings)].every(({ quantity }) => quantity !== 0n)).toBe(true);
        expect(closings.map(({ day }) => day)).toEqual(
          [...new Set(closings.map(({ day }) => day))].toSorted(),
        );
      }),
    );
  });

  it('of blocks joined are those of all that is in them, however it is split', () => {
    fc.assert(
      fc.property(fc.array(sums), (blocks) => {
        expect(joined(blocks.map(closingsOf))).toEqual(closingsOf(blocks.flat()));
      }),
    );
  });
});
