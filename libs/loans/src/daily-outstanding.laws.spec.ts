import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { type KnownLoan, loan } from './loan.js';
import { repayLoan } from './loan-servicing.js';
import { issued, renewed, repaid, repayment } from './testing/loan-cases.js';

/* `LON-W02` as the contract words it, written down a second time: all changes put in order of their days and added up. */

interface Change {
  readonly day: string;
  readonly amount: bigint;
}

const closesBelowZero = (changes: readonly Change[], reduction: Change): boolean => {
  const days = [...new Set([...changes, reduction].map(({ day }) => day))].sort();
  return days
    .filter((day) => day >= reduction.day)
    .some(
      (last) =>
        [...changes, reduction]
          .filter(({ day }) => day <= last)
          .reduce((closing, { amount }) => closing + amount, 0n) < 0n,
    );
};

const start = '2024-01-10';
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

const today = onDay('2024-12-31');
const step = fc.record({
  isRenewal: fc.boolean(),
  days: fc.nat(20),
  fen: fc.bigInt({ min: 0n, max: 9n }),
});

describe('laws of what is owed by day', () => {
  it('a reduction is marked when the loan, put in order of its days, closes below zero on its own day or later', () => {
    const seen = { marked: 0, spared: 0 };
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 30, size: 'max' }), (steps) => {
        let state = given(loan, issued({ effectiveDate: start, principal: '0.03' })).state as KnownLoan;
        const changes: Change[] = [{ day: start, amount: 3n }];
        for (const { isRenewal, days, fen } of steps) {
          const amount = `0.0${fen}`;
          if (state.status !== 'ACTIVE') break;
          if (isRenewal) {
            // Renewals are recorded in the order of their days (TIM-R03).
            const day = dayAfter(state.legStart, days % 5);
            state = loan.evolve(state, renewed({ effectiveDate: day, topUpAmount: amount })) as KnownLoan;
            changes.push({ day, amount: fen });
          } else if (fen > 0n && fen <= state.outstanding) {
            const day = dayAfter(start, days);
            const decision = repayLoan(
              asLoanId('L1'),
              repayment({ effectiveDate: day, amount }),
              today,
            )(state);
            const expected = closesBelowZero(changes, { day, amount: -fen });
            seen[expected ? 'marked' : 'spared'] += 1;
            expect(decision).toMatchObject({ outcome: 'record', flags: expected ? ['LON-W02'] : [] });
            state = loan.evolve(state, repaid({ effectiveDate: day, amount })) as KnownLoan;
            changes.push({ day, amount: -fen });
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.marked, seen.spared)).toBeGreaterThan(100);
  });

  it('one more repayment of a long loan costs no more than one of a short one', () => {
    const fold = (count: number): number => {
      let state = given(loan, issued({ principal: '1000000.00' })).state;
      const before = performance.now();
      for (let no = 0; no < count; no += 1)
        state = loan.evolve(
          state,
          repaid({ effectiveDate: dayAfter(start, no % 5_000), amount: '0.01', repaymentNo: `R-${no}` }),
        );
      return performance.now() - before;
    };
    fold(2_000);
    expect(fold(40_000)).toBeLessThan(20 * 10 * Math.max(fold(2_000), 1));
  });
});
