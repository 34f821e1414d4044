import { describe, expect, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import { cancelled, issued, opened, renewed, repaid, writeOff, writtenOff } from './testing/loan-cases.js';
import { writeOffLoan } from './loan-servicing.js';

const today = onDay('2024-06-30');
const write = (changes: Parameters<typeof writeOff>[0] = {}, context = today) =>
  writeOffLoan(asLoanId('L1'), writeOff(changes), context);

describe('a write-off', () => {
  it('is recorded as it was reported', () => {
    given(loan, issued())
      .when(write())
      .thenRecorded({ type: 'LoanWrittenOff', data: { loanId: 'L1', amount: '300000.00' } });
  });

  it('REF-R02: of a loan that is known; it may be on its way', () => {
    given(loan).when(write()).thenRefused('REF-R02', '/subject', { retryable: true });
  });

  it('TIM-R01: today at the latest', () => {
    given(loan, issued())
      .when(write({ effectiveDate: '2024-06-30' }))
      .thenRecorded();
    given(loan, issued())
      .when(write({ effectiveDate: '2024-07-01' }))
      .thenRefused('TIM-R01', '/data/effectiveDate', { retryable: true });
  });

  it('TIM-R02: told by a clock at most five minutes ahead', () => {
    const at = (time: string) => given(loan, issued()).when(write({}, { ...today, time }));
    at('2024-06-30T12:05:00+08:00').thenRecorded();
    at('2024-06-30T12:05:00.001+08:00').thenRefused('TIM-R02', '/time');
  });

  it('TIM-R03: not before the loan began', () => {
    given(loan, issued())
      .when(write({ effectiveDate: '2024-01-10' }))
      .thenRecorded();
    given(loan, issued())
      .when(write({ effectiveDate: '2024-01-09' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
    given(loan, opened())
      .when(write({ effectiveDate: '2024-01-01' }))
      .thenRecorded();
    given(loan, opened())
      .when(write({ effectiveDate: '2023-12-31' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
  });

  it('TIM-R03: a day before the current leg is no fault', () => {
    given(loan, issued(), renewed()).when(write()).thenRecorded();
  });

  it('TIM-W05: marked when recorded more than a day late', () => {
    const on = (day: string, reportingFrom = '2024-06-03') =>
      given(loan, issued()).when(write({}, onDay(day, { reportingFrom })));
    on('2024-06-04').thenRecorded();
    on('2024-06-05').thenFlagged('TIM-W05');
    on('2024-06-05', '2024-06-04').thenRecorded();
  });

  it('LON-R01: of an active loan', () => {
    for (const end of [cancelled(), repaid({ amount: '1000000.00' }), writtenOff('1000000.00')])
      given(loan, issued(), end).when(write()).thenRefused('LON-R01', '/subject');
    given(loan, issued(), repaid({ amount: '999999.99' }))
      .when(write({ amount: '0.01' }))
      .thenRecorded();
  });

  it('WOF-R01: of no more than is outstanding', () => {
    given(loan, issued())
      .when(write({ amount: '1000000.00' }))
      .thenRecorded();
    given(loan, issued())
      .when(write({ amount: '1000000.01' }))
      .thenRefused('WOF-R01', '/data/amount');
    const facts = [
      issued(),
      renewed({ effectiveDate: '2024-06-01', topUpAmount: '0.02' }),
      repaid({ amount: '0.01' }),
      writtenOff('0.01'),
    ];
    given(loan, ...facts)
      .when(write({ amount: '1000000.00' }))
      .thenRecorded();
    given(loan, ...facts)
      .when(write({ amount: '1000000.01' }))
      .thenRefused('WOF-R01', '/data/amount');
  });

  it('WOF-R02: of something', () => {
    given(loan, issued())
      .when(write({ amount: '0.01' }))
      .thenRecorded();
    given(loan, issued())
      .when(write({ amount: '0.00' }))
      .thenRefused('WOF-R02', '/data/amount');
  });

  it('LON-W02: marked when it lives on an increase of a later day', () => {
    const facts = [issued(), renewed({ effectiveDate: '2024-06-10', topUpAmount: '300000.00' })];
    const on = (effectiveDate: string, amount: string) =>
      given(loan, ...facts).when(write({ effectiveDate, amount }));
    on('2024-06-09', '1000000.00').thenRecorded();
    on('2024-06-09', '1000000.01').thenFlagged('LON-W02');
    on('2024-06-10', '1300000.00').thenRecorded();
  });

  it('of all that is left ends the loan as written off, whatever was repaid before', () => {
    const half = '500000.00';
    const ended = { status: 'WRITTEN_OFF', outstanding: 0n };
    expect(given(loan, issued(), writtenOff('1000000.00')).state).toMatchObject(ended);
    expect(given(loan, issued(), repaid({ amount: half }), writtenOff(half)).state).toMatchObject(ended);
    expect(given(loan, issued(), writtenOff(half), repaid({ amount: half })).state).toMatchObject({
      status: 'REPAID',
      outstanding: 0n,
    });
    expect(given(loan, issued(), writtenOff('999999.99')).state).toMatchObject({ status: 'ACTIVE' });
  });

  it('of several broken rules the first of the table is named', () => {
    const broken = { amount: '1000000.01' };
    const ahead = { ...today, time: '2024-07-02T00:00:00Z' };
    const of = (changes: Parameters<typeof writeOff>[0], context = today) =>
      given(loan, issued(), cancelled()).when(write({ ...broken, ...changes }, context));
    of({ effectiveDate: '2024-07-01' }, ahead).thenRefused('TIM-R01', undefined, { retryable: true });
    of({ effectiveDate: '2024-01-09' }, ahead).thenRefused('TIM-R02');
    of({ effectiveDate: '2024-01-09' }).thenRefused('TIM-R03');
    of({}).thenRefused('LON-R01');
    of({ amount: '0.00' }).thenRefused('LON-R01');
    given(loan, issued()).when(write(broken)).thenRefused('WOF-R01');
  });
});
