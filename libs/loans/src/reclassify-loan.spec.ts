import { describe, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import {
  cancelled,
  issued,
  opened,
  reclassification,
  renewed,
  repaid,
  writtenOff,
} from './testing/loan-cases.js';
import { reclassifyLoan } from './loan-servicing.js';

const today = onDay('2024-12-31');
const reclassify = (changes: Parameters<typeof reclassification>[0] = {}, context = today) =>
  reclassifyLoan(asLoanId('L1'), reclassification(changes), context);

describe('a reclassification', () => {
  it('is recorded as it was reported', () => {
    const changes = {
      classification: 'DOUBTFUL',
      overduePrincipal: '1000000.00',
      overdueInterest: '12.50',
    } as const;
    given(loan, issued())
      .when(reclassify(changes))
      .thenRecorded({ type: 'LoanReclassified', data: { loanId: 'L1', ...changes } });
  });

  it('may be for the better, for the worse, or the same again', () => {
    for (const classification of ['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'] as const)
      given(loan, opened({ classification: 'SUBSTANDARD' }))
        .when(reclassify({ classification }))
        .thenRecorded();
  });

  it('REF-R02: of a loan that is known; it may be on its way', () => {
    given(loan).when(reclassify()).thenRefused('REF-R02', '/subject', { retryable: true });
  });

  it('TIM-R01: today at the latest', () => {
    given(loan, issued())
      .when(reclassify({ effectiveDate: '2024-12-31' }))
      .thenRecorded();
    given(loan, issued())
      .when(reclassify({ effectiveDate: '2025-01-01' }))
      .thenRefused('TIM-R01', '/data/effectiveDate', { retryable: true });
  });

  it('TIM-R02: told by a clock at most five minutes ahead', () => {
    const at = (time: string) => given(loan, issued()).when(reclassify({}, { ...today, time }));
    at('2024-12-31T12:05:00+08:00').thenRecorded();
    at('2024-12-31T12:05:00.001+08:00').thenRefused('TIM-R02', '/time');
  });

  it('TIM-R03: not before the loan began', () => {
    given(loan, issued())
      .when(reclassify({ effectiveDate: '2024-01-10' }))
      .thenRecorded();
    given(loan, issued())
      .when(reclassify({ effectiveDate: '2024-01-09' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
    given(loan, opened())
      .when(reclassify({ effectiveDate: '2024-01-01' }))
      .thenRecorded();
    given(loan, opened())
      .when(reclassify({ effectiveDate: '2023-12-31' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
  });

  it('TIM-R03: a day before the current leg is no fault', () => {
    given(loan, issued(), renewed())
      .when(reclassify({ effectiveDate: '2024-11-30' }))
      .thenRecorded();
  });

  it('TIM-W05: marked when recorded more than a day late', () => {
    const on = (day: string, reportingFrom = '2024-07-01') =>
      given(loan, issued()).when(reclassify({}, onDay(day, { reportingFrom })));
    on('2024-07-02').thenRecorded();
    on('2024-07-03').thenFlagged('TIM-W05');
    on('2024-07-03', '2024-07-02').thenRecorded();
  });

  it('LON-R01: of an active loan', () => {
    for (const end of [cancelled(), repaid({ amount: '1000000.00' }), writtenOff('1000000.00')])
      given(loan, issued(), end).when(reclassify()).thenRefused('LON-R01', '/subject');
    given(loan, issued(), repaid({ amount: '999999.99' }))
      .when(reclassify())
      .thenRecorded();
  });

  it('of several broken rules the first of the table is named', () => {
    const ahead = { ...today, time: '2025-01-02T00:00:00Z' };
    const of = (effectiveDate: string, context = today) =>
      given(loan, issued(), cancelled()).when(reclassify({ effectiveDate }, context));
    of('2025-01-01', ahead).thenRefused('TIM-R01', undefined, { retryable: true });
    of('2024-01-09', ahead).thenRefused('TIM-R02');
    of('2024-01-09').thenRefused('TIM-R03');
    of('2024-07-01').thenRefused('LON-R01');
  });
});
