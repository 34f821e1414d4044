import { describe, it } from '@jest/globals';
import type { StoredFact } from '#facts';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import { borrower, cancelled, claim, claimed, issued, opened, renewed } from './testing/loan-cases.js';
import { claimFirstTime } from './claim-first-time.js';

const today = onDay('2024-12-31');
const large = { ...borrower, size: 'LARGE' } as const;
const other = { ...borrower, id: '9131000013221158XC' };

describe('a first-time claim against many rules', () => {
  const of = (
    facts: readonly StoredFact[],
    changes: Parameters<typeof claim>[0],
    context: ReturnType<typeof onDay> = today,
  ) =>
    given(loan, ...facts).when(
      claimFirstTime(asLoanId('L1'), claim({ enquiryDate: '2024-01-11', ...changes }), context),
    );

  it('of several broken rules the first of the table is named', () => {
    const before = [issued({ borrower: large }), renewed(), claimed()];
    const elsewhere = { ...other, district: '999999' };
    const early = { effectiveDate: '2024-01-09', borrower: other };
    const ahead = { ...today, time: '2025-01-02T00:00:00Z' };
    of([], { borrower: elsewhere }).thenRefused('REF-R01');
    of([], early).thenRefused('REF-R02', undefined, { retryable: true });
    of(before, { ...early, effectiveDate: '2025-01-01' }, ahead).thenRefused('TIM-R01', undefined, {
      retryable: true,
    });
    of(before, early, ahead).thenRefused('TIM-R02');
    of(before, early).thenRefused('TIM-R03');
    of([...before, cancelled()], { borrower: other }).thenRefused('FTB-R01', '/data/borrower/id');
    of([...before, cancelled()], {}).thenRefused('FTB-R01', '/subject');
    of(before, { effectiveDate: '2024-12-02' }).thenRefused('FTB-R02');
    of([issued({ borrower: large }), renewed()], { effectiveDate: '2024-12-02' }).thenRefused('FTB-R04');
    of([opened({ borrower: large })], {}).thenRefused('FTB-R04');
    of([issued({ borrower: large })], {}).thenRefused('FTB-R05');
    of([issued({ borrower: large })], { enquiryDate: '2023-01-01' }).thenRefused('FTB-R07');
  });
});
