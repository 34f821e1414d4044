import { describe, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import {
  cancelled,
  extended,
  extension,
  issued,
  opened,
  renewal,
  renewed,
  repaid,
  writtenOff,
} from './testing/loan-cases.js';
import { renewLoan } from './renew-loan.js';
import { extendLoan } from './loan-servicing.js';

const today = onDay('2024-12-31');
const extend = (changes: Parameters<typeof extension>[0] = {}, context = today) =>
  extendLoan(asLoanId('L1'), extension(changes), context);

describe('an extension', () => {
  it('is recorded as it was reported', () => {
    given(loan, issued())
      .when(extend())
      .thenRecorded({ type: 'LoanExtended', data: { loanId: 'L1', newMaturityDate: '2025-03-20' } });
  });

  it('REF-R02: of a loan that is known; it may be on its way', () => {
    given(loan).when(extend()).thenRefused('REF-R02', '/subject', { retryable: true });
  });

  it('TIM-R01: today at the latest', () => {
    given(loan, issued())
      .when(extend({ effectiveDate: '2024-12-31' }))
      .thenRecorded();
    given(loan, issued())
      .when(extend({ effectiveDate: '2025-01-01' }))
      .thenRefused('TIM-R01', '/data/effectiveDate', { retryable: true });
  });

  it('TIM-R02: told by a clock at most five minutes ahead', () => {
    const at = (time: string) => given(loan, issued()).when(extend({}, { ...today, time }));
    at('2024-12-31T12:05:00+08:00').thenRecorded();
    at('2024-12-31T12:05:00.001+08:00').thenRefused('TIM-R02', '/time');
  });

  it('TIM-R03: not before the loan began', () => {
    given(loan, issued())
      .when(extend({ effectiveDate: '2024-01-10' }))
      .thenRecorded();
    given(loan, issued())
      .when(extend({ effectiveDate: '2024-01-09' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
    given(loan, opened())
      .when(extend({ effectiveDate: '2024-01-01' }))
      .thenRecorded();
    given(loan, opened())
      .when(extend({ effectiveDate: '2023-12-31' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
  });

  it('TIM-R03: not before the current leg began', () => {
    const of = (effectiveDate: string) =>
      given(loan, issued(), renewed()).when(extend({ effectiveDate, newMaturityDate: '2026-01-31' }));
    of('2024-12-01').thenRecorded();
    of('2024-11-30').thenRefused('TIM-R03', '/data/effectiveDate');
  });

  it('TIM-R03: an extension begins no leg', () => {
    given(loan, issued(), extended('2024-12-10', '2025-01-31'))
      .when(extend({ effectiveDate: '2024-12-09' }))
      .thenRecorded();
  });

  it('TIM-W05: marked when recorded more than a day late', () => {
    const on = (day: string, reportingFrom = '2024-12-10') =>
      given(loan, issued()).when(extend({}, onDay(day, { reportingFrom })));
    on('2024-12-11').thenRecorded();
    on('2024-12-12').thenFlagged('TIM-W05');
    on('2024-12-12', '2024-12-11').thenRecorded();
  });

  it('LON-R01: of an active loan', () => {
    for (const end of [cancelled(), repaid({ amount: '1000000.00' }), writtenOff('1000000.00')])
      given(loan, issued(), end).when(extend()).thenRefused('LON-R01', '/subject');
    given(loan, issued(), repaid({ amount: '999999.99' }))
      .when(extend())
      .thenRecorded();
  });

  it('EXT-R01: to a day after the maturity', () => {
    given(loan, issued())
      .when(extend({ newMaturityDate: '2024-12-21' }))
      .thenRecorded();
    for (const newMaturityDate of ['2024-12-20', '2024-12-19'])
      given(loan, issued()).when(extend({ newMaturityDate })).thenRefused('EXT-R01', '/data/newMaturityDate');
  });

  it('EXT-R01: which an extension or a renewal has moved', () => {
    const to = (newMaturityDate: string) => extend({ effectiveDate: '2024-12-11', newMaturityDate });
    const twice = given(loan, issued(), extended('2024-12-10', '2025-01-31'));
    twice.when(to('2025-01-31')).thenRefused('EXT-R01');
    twice.when(to('2025-02-01')).thenRecorded();
    const after = given(loan, issued(), renewed());
    after.when(to('2025-12-19')).thenRefused('EXT-R01');
    after.when(to('2025-12-20')).thenRecorded();
  });

  it('is no renewal: the next renewal number stays, and is held against the new maturity', () => {
    const facts = [issued(), extended('2024-12-10', '2025-01-31')];
    given(loan, ...facts)
      .when(
        renewLoan(asLoanId('L1'), renewal({ effectiveDate: '2024-12-21', signedDate: '2024-12-21' }), today),
      )
      .thenRecorded();
    given(loan, ...facts)
      .when(renewLoan(asLoanId('L1'), renewal({ newMaturityDate: '2025-01-31' }), today))
      .thenRefused('RNW-R08');
  });

  it('of a loan past its maturity is possible', () => {
    given(loan, issued())
      .when(extend({ effectiveDate: '2024-12-30' }))
      .thenRecorded();
  });

  it('of several broken rules the first of the table is named', () => {
    const facts = [issued(), renewed()];
    const broken = { newMaturityDate: '2025-12-19' };
    const ahead = { ...today, time: '2025-01-02T00:00:00Z' };
    const of = (changes: Parameters<typeof extension>[0], context = today) =>
      given(loan, ...facts, cancelled()).when(extend({ ...broken, ...changes }, context));
    of({ effectiveDate: '2025-01-01' }, ahead).thenRefused('TIM-R01', undefined, { retryable: true });
    of({ effectiveDate: '2024-11-30' }, ahead).thenRefused('TIM-R02');
    of({ effectiveDate: '2024-11-30' }).thenRefused('TIM-R03');
    of({}).thenRefused('LON-R01');
    given(loan, ...facts)
      .when(extend(broken))
      .thenRefused('EXT-R01');
  });
});
