import { describe, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import { borrower, cancelled, issue, issued, opened, repaid } from './testing/loan-cases.js';
import { issueLoan } from './begin-loan.js';

const today = onDay('2024-06-03');
const issueAs = (changes: Parameters<typeof issue>[0] = {}, context = today) =>
  issueLoan(asLoanId('L1'), issue(changes), context);

describe('a loan drawn down', () => {
  it('is recorded as it was reported', () => {
    const { effectiveDate: _effectiveDate, ...data } = issue({ noteNo: 'N-1', drawdownTime: '09:30:00' });
    given(loan)
      .when(issueAs({ noteNo: 'N-1', drawdownTime: '09:30:00' }))
      .thenRecorded({ type: 'LoanIssued', data: { loanId: 'L1', ...data } });
  });

  it('REF-R01: to a borrower of a known district and industry', () => {
    given(loan)
      .when(issueAs({ borrower: { ...borrower, district: '310103' } }))
      .thenRefused('REF-R01', '/data/borrower/district');
    given(loan)
      .when(issueAs({ borrower: { ...borrower, industry: 'A06' } }))
      .thenRefused('REF-R01', '/data/borrower/industry');
    given(loan)
      .when(issueAs({ borrower: { ...borrower, industry: 'A05' } }))
      .thenRecorded();
  });

  it('DUP-R02: under an id that no loan ever had', () => {
    const ended = [issued(), repaid({ amount: '1000000.00' })];
    for (const facts of [[issued()], [opened()], ended, [issued(), cancelled()]])
      given(loan, ...facts)
        .when(issueAs())
        .thenRefused('DUP-R02', '/subject');
  });

  it('TIM-R01: today at the latest', () => {
    given(loan)
      .when(issueAs({ effectiveDate: '2024-06-03' }))
      .thenRecorded();
    given(loan)
      .when(issueAs({ effectiveDate: '2024-06-04' }))
      .thenRefused('TIM-R01', '/data/effectiveDate', { retryable: true });
  });

  it('TIM-R02: told by a clock at most five minutes ahead', () => {
    const at = (time: string) => issueAs({}, { ...today, time });
    given(loan).when(at('2024-06-03T12:05:00.000+08:00')).thenRecorded();
    given(loan).when(at('2024-06-03T12:05:00.001+08:00')).thenRefused('TIM-R02', '/time');
  });

  it('TIM-R04: its maturity is after its start', () => {
    given(loan)
      .when(issueAs({ maturityDate: '2024-01-11' }))
      .thenRecorded();
    for (const maturityDate of ['2024-01-10', '2024-01-09'])
      given(loan).when(issueAs({ maturityDate })).thenRefused('TIM-R04', '/data/maturityDate');
  });

  it('TIM-W05: marked when recorded more than a day late, once the institution reports', () => {
    const on = (day: string, reportingFrom: string) =>
      given(loan).when(issueAs({}, onDay(day, { reportingFrom })));
    on('2024-01-11', '2024-01-10').thenRecorded();
    on('2024-01-12', '2024-01-10').thenFlagged('TIM-W05');
    on('2024-01-12', '2024-01-11').thenRecorded();
  });

  it('ISS-R01: a principal above zero, and within the limit for micro and small borrowers', () => {
    const of = (principal: string, size: 'MICRO' | 'SMALL' | 'MEDIUM' | 'LARGE') =>
      given(loan).when(issueAs({ principal, borrower: { ...borrower, size } }));
    of('0.01', 'MICRO').thenRecorded();
    of('0.00', 'MEDIUM').thenRefused('ISS-R01', '/data/principal');
    for (const size of ['MICRO', 'SMALL'] as const) {
      of('1000000000.00', size).thenRecorded();
      of('1000000000.01', size).thenRefused('ISS-R01', '/data/principal');
    }
    for (const size of ['MEDIUM', 'LARGE'] as const) of('1000000000.01', size).thenRecorded();
  });

  it('ISS-W03: marked when inclusive and above ten million', () => {
    const of = (principal: string, tags: readonly ('INCLUSIVE' | 'GREEN')[]) =>
      given(loan).when(issueAs({ principal, tags: [...tags] }));
    of('10000000.00', ['INCLUSIVE']).thenRecorded();
    of('10000000.01', ['GREEN', 'INCLUSIVE']).thenFlagged('ISS-W03');
    of('10000000.01', ['GREEN']).thenRecorded();
  });

  it('ISS-R06: at 50 to 2400 basis points', () => {
    for (const rateBp of [50, 2400]) given(loan).when(issueAs({ rateBp })).thenRecorded();
    for (const rateBp of [49, 2401, 0, -50])
      given(loan).when(issueAs({ rateBp })).thenRefused('ISS-R06', '/data/rateBp');
  });

  it('carries all its marks, in the order of the table', () => {
    given(loan)
      .when(
        issueAs(
          { principal: '10000000.01', tags: ['INCLUSIVE'] },
          onDay('2024-06-03', { reportingFrom: '2024-01-01' }),
        ),
      )
      .thenFlagged('TIM-W05', 'ISS-W03');
  });

  it('of several broken rules the first of the table is named', () => {
    const broken = { maturityDate: '2024-01-10', principal: '0.00', rateBp: 49 };
    const far = { ...broken, borrower: { ...borrower, industry: 'Z' }, effectiveDate: '2024-06-04' };
    given(loan, issued()).when(issueAs(far)).thenRefused('REF-R01');
    given(loan, issued())
      .when(issueAs({ ...far, borrower }))
      .thenRefused('DUP-R02');
    const ahead = { ...today, time: '2024-06-04T00:00:00Z' };
    given(loan)
      .when(issueAs({ ...far, borrower }, ahead))
      .thenRefused('TIM-R01', undefined, { retryable: true });
    given(loan).when(issueAs(broken, ahead)).thenRefused('TIM-R02');
    given(loan).when(issueAs(broken)).thenRefused('TIM-R04');
    given(loan)
      .when(issueAs({ principal: '0.00', rateBp: 49 }))
      .thenRefused('ISS-R01');
    given(loan)
      .when(issueAs({ rateBp: 49 }))
      .thenRefused('ISS-R06');
  });
});
