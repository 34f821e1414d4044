import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Loan, LoanHistoryItem } from '#contract';
import { loanStream } from '#facts';
import { asLoanId } from '#identifiers';
import { bankA, bankB, lawRuns } from '#testing';
import { loanBookChecker } from './loan-book.checker.js';
import { LoanHistoryHandler, LoanHistoryQuery } from './loan-history.query.js';
import { LoanPageHandler, LoanPageQuery } from './loans.query.js';
import { ChangingLoan, type Move } from './testing/changing-loans.js';
import { type LoanLog, loanLog } from './testing/loan-log.js';

/*
 * Loans of two borrowers that are corrected, reversed and given anew at random, with what the arbiter might say between: each state of a
 * history is the page as it was shown at that fact, and every row is what the checker derives.
 */

let planted: LoanLog;
beforeAll(async () => {
  planted = await loanLog();
});
afterAll(() => planted.close());

const anyMove: fc.Arbitrary<Move & { readonly loan: number }> = fc.record({
  loan: fc.nat(2),
  which: fc.nat(99),
  toOther: fc.boolean(),
  day: fc.constantFrom('2024-01-09', '2024-01-10', '2024-01-11'),
  time: fc.constantFrom(undefined, '09:00:00'),
  verdict: fc.constantFrom(
    ['FirstTimeRecognised', null] as const,
    ['FirstTimeSuperseded', 'EARLIER_CLAIM'] as const,
    ['FirstTimeDenied', 'PRIOR_LOAN'] as const,
    ['FirstTimeRevoked', 'LOAN_WITHDRAWN'] as const,
  ),
});

describe('loans that are corrected and reversed', () => {
  it('are told in their histories as they were shown, and shown as the checker derives them', async () => {
    let run = 0;
    const page = (institution: string, loanId: string): Promise<Loan | null> =>
      new LoanPageHandler(planted.pool).execute(new LoanPageQuery(institution, loanId));
    await fc.assert(
      fc.asyncProperty(fc.array(anyMove, { minLength: 15, maxLength: 35 }), async (moves) => {
        run += 1;
        const keys = [`K${run}-1`, `K${run}-2`] as const;
        const loans = [bankA, bankB, bankB].map(
          (bank, no) => new ChangingLoan(bank, asLoanId(`R${run}-${no}`), keys),
        );
        const shown = new Map<ChangingLoan, (Loan | null)[]>();
        const connection = await planted.pool.connect();
        for (const move of moves) {
          const loan = loans[move.loan];
          if (!loan) continue;
          const { fact, saidOf } = loan.next(move);
          if (saidOf) await planted.saidOf(saidOf, fact);
          else await planted.appended(loan.institution, loan.loanId, fact);
          await planted.applied(connection);
          if (!saidOf)
            shown.set(loan, [...(shown.get(loan) ?? []), await page(loan.institution, loan.loanId)]);
        }
        const mismatches = await loanBookChecker.check(connection);
        connection.release();
        expect(mismatches).toEqual([]);
        for (const [{ institution, loanId }, pages] of shown)
          for (const limit of [100, 3]) {
            const history = new LoanHistoryHandler(planted.pool);
            const items: LoanHistoryItem[] = [];
            for (let cursor: string | null = ''; cursor !== null;) {
              const asked = { institution, loanId, limit, ...(cursor === '' ? {} : { cursor }) };
              const found = await history.execute(new LoanHistoryQuery(asked));
              items.push(...(found?.items ?? []));
              cursor = found?.next ?? null;
            }
            expect(items.map(({ state }) => state)).toEqual(pages);
            expect(items[0]?.fact.stream).toBe(loanStream(institution, loanId));
          }
      }),
      { numRuns: lawRuns(10), endOnFailure: true },
    );
  });
});
