import { describe, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import { borrower, cancelled, issued, opened, opening } from './testing/loan-cases.js';
import { openLoan } from './begin-loan.js';

const today = onDay('2024-06-03');
const open = (changes: Parameters<typeof opening>[0] = {}, context = today) =>
  openLoan(asLoanId('L1'), opening(changes), context);

describe('an opening position', () => {
  it('is recorded as it was reported', () => {
    const { effectiveDate: _effectiveDate, ...data } = opening();
    given(loan)
      .when(open())
      .thenRecorded({ type: 'LoanOpened', data: { loanId: 'L1', ...data } });
  });

  it('REF-R01: of a known district and industry', () => {
    for (const district of ['310000', '310101', '310151'])
      given(loan)
        .when(open({ borrower: { ...borrower, district } }))
        .thenRecorded();
    given(loan)
      .when(open({ borrower: { ...borrower, district: '310102' } }))
      .thenRefused('REF-R01', '/data/borrower/district');
    for (const industry of ['C', 'C13', 'T97'])
      given(loan)
        .when(open({ borrower: { ...borrower, industry } }))
        .thenRecorded();
    for (const industry of ['C12', 'U', '13', 'c13'])
      given(loan)
        .when(open({ borrower: { ...borrower, industry } }))
        .thenRefused('REF-R01', '/data/borrower/industry');
  });

  it('DUP-R02: under an id that no loan ever had', () => {
    for (const facts of [[opened()], [issued()], [issued(), cancelled()]])
      given(loan, ...facts)
        .when(open())
        .thenRefused('DUP-R02', '/subject');
  });

  it('TIM-R01: of today at the latest', () => {
    given(loan)
      .when(open({}, onDay('2024-01-01')))
      .thenRecorded();
    given(loan)
      .when(open({}, onDay('2023-12-31')))
      .thenRefused('TIM-R01', '/data/effectiveDate', { retryable: true });
  });

  it('TIM-R02: told by a clock at most five minutes ahead', () => {
    const at = (time: string) => open({}, { ...today, time });
    given(loan).when(at('2024-06-03T12:05:00+08:00')).thenRecorded();
    given(loan).when(at('2024-06-03T04:05:00.001Z')).thenRefused('TIM-R02', '/time');
  });

  it('TIM-R04: its maturity is after the start of the leg', () => {
    given(loan)
      .when(open({ legStartDate: '2023-05-10', maturityDate: '2023-05-11' }))
      .thenRecorded();
    for (const maturityDate of ['2023-05-10', '2023-05-09'])
      given(loan).when(open({ maturityDate })).thenRefused('TIM-R04', '/data/maturityDate');
  });

  it('TIM-R04: a maturity before the opening day is no fault: the loan may be overdue', () => {
    given(loan)
      .when(open({ maturityDate: '2023-12-31' }))
      .thenRecorded();
  });

  it('TIM-R04: drawn on or before the start of the leg, which is on or before the opening day', () => {
    given(loan)
      .when(open({ startDate: '2023-05-10' }))
      .thenRecorded();
    given(loan)
      .when(open({ startDate: '2023-05-11' }))
      .thenRefused('TIM-R04', '/data/startDate');
    given(loan)
      .when(open({ legStartDate: '2024-01-01' }))
      .thenRecorded();
    given(loan)
      .when(open({ legStartDate: '2024-01-02' }))
      .thenRefused('TIM-R04', '/data/legStartDate');
  });

  it('TIM-W05: marked when recorded more than a day late', () => {
    given(loan)
      .when(open({}, onDay('2024-01-02', { reportingFrom: '2024-01-01' })))
      .thenRecorded();
    given(loan)
      .when(open({}, onDay('2024-01-03', { reportingFrom: '2024-01-01' })))
      .thenFlagged('TIM-W05');
    given(loan)
      .when(open({}, onDay('2024-01-03', { reportingFrom: '2024-01-02' })))
      .thenRecorded();
  });

  it('ISS-R01: something is owed, and within the limit for micro and small borrowers', () => {
    const owing = (outstandingPrincipal: string, size: 'MICRO' | 'SMALL' | 'MEDIUM' | 'LARGE') =>
      given(loan).when(open({ outstandingPrincipal, borrower: { ...borrower, size } }));
    owing('0.01', 'SMALL').thenRecorded();
    owing('0.00', 'LARGE').thenRefused('ISS-R01', '/data/outstandingPrincipal');
    for (const size of ['MICRO', 'SMALL'] as const) {
      owing('1000000000.00', size).thenRecorded();
      owing('1000000000.01', size).thenRefused('ISS-R01', '/data/outstandingPrincipal');
    }
    for (const size of ['MEDIUM', 'LARGE'] as const) owing('999999999999999.99', size).thenRecorded();
  });

  it('ISS-W03 is for issued loans: an opening position carries no such mark', () => {
    given(loan)
      .when(open({ tags: ['INCLUSIVE'], outstandingPrincipal: '10000000.01' }))
      .thenRecorded();
  });

  it('of several broken rules the first of the table is named', () => {
    const broken = {
      borrower: { ...borrower, district: '110101' },
      effectiveDate: '2024-06-04',
      maturityDate: '2022-01-01',
      outstandingPrincipal: '0.00',
    };
    given(loan, issued()).when(open(broken)).thenRefused('REF-R01');
    given(loan, issued())
      .when(open({ ...broken, borrower }))
      .thenRefused('DUP-R02');
    given(loan)
      .when(open({ ...broken, borrower }))
      .thenRefused('TIM-R01', undefined, { retryable: true });
    given(loan)
      .when(
        open(
          { ...broken, borrower, effectiveDate: '2024-06-03' },
          { ...today, time: '2024-06-04T00:00:00Z' },
        ),
      )
      .thenRefused('TIM-R02');
    given(loan)
      .when(open({ ...broken, borrower, effectiveDate: '2024-06-03' }))
      .thenRefused('TIM-R04');
  });
});
