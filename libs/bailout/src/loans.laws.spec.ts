import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asLoanId } from '#identifiers';
import { loanRequest } from '#loans';
import { lawRuns } from '#testing';
import { anyLoanReports } from './testing/any-reports.js';
import { bank } from './testing/bailout-cases.js';
import { sharedLog as shared } from './testing/deciding.js';

describe('laws of loans', () => {
  it('outstanding is never negative, and zero is the end of a loan', async () => {
    const statuses = new Set<string>();
    const laws = (): Promise<void> =>
      fc.assert(
        fc.asyncProperty(anyLoanReports(), async (reports) => {
          const { process, facts } = await shared();
          await process().send(reports);
          const all = await facts();
          for (const loanId of ['L1', 'L2', 'L3']) {
            const { stream, fold } = loanRequest(bank, asLoanId(loanId));
            let state = fold.evolution.initial;
            for (const fact of all.filter((each) => each.stream === stream)) {
              state = fold.evolution.evolve(state, fact);
              if (state.status === 'UNKNOWN') throw new Error('A loan begins with its first fact.');
              expect(state.outstanding >= 0n).toBe(true);
              if (state.status === 'ACTIVE') expect(state.outstanding > 0n).toBe(true);
              if (state.status === 'REPAID' || state.status === 'WRITTEN_OFF')
                expect(state.outstanding).toBe(0n);
            }
            statuses.add(state.status);
          }
        }),
        { numRuns: lawRuns(80) },
      );
    // An end that is rare may not come in a run of these; the law is not held to have been seen before it has.
    for (let run = 0; run < 10 && statuses.size < 5; run += 1) await laws();
    expect([...statuses].sort()).toEqual(['ACTIVE', 'CANCELLED', 'REPAID', 'UNKNOWN', 'WRITTEN_OFF']);
  });

  it('a loan carries one claim at most, on its first leg, and never when it was opened', async () => {
    let claims = 0;
    await fc.assert(
      fc.asyncProperty(anyLoanReports(), async (reports) => {
        const { process, facts } = await shared();
        await process().send(reports);
        const all = await facts();
        for (const claim of all.filter(({ type }) => type === 'FirstTimeClaimed')) {
          const loan = all.filter(({ stream }) => stream === claim.stream);
          expect(loan[0]?.type).toBe('LoanIssued');
          expect(loan.filter(({ type }) => type === 'FirstTimeClaimed')).toEqual([claim]);
          const before = loan.slice(0, claim.revision);
          const day = claim.effectiveDate ?? '';
          expect(
            before.some(({ type, effectiveDate }) => type === 'LoanRenewed' && (effectiveDate ?? '') <= day),
          ).toBe(false);
          expect(before.some(({ type }) => type === 'LoanCancelled')).toBe(false);
          claims += 1;
        }
      }),
      { numRuns: lawRuns(80) },
    );
    expect(claims).toBeGreaterThan(10);
  });
});
