import { describe, it } from '@jest/globals';
import { asLoanId } from '#identifiers';
import { given, onDay } from '#testing';
import { loan } from './loan.js';
import {
  borrower,
  cancelled,
  claim,
  claimed,
  extended,
  issued,
  opened,
  reclassified,
  renewed,
  repaid,
  writtenOff,
} from './testing/loan-cases.js';
import { claimFirstTime } from './claim-first-time.js';

const today = onDay('2024-12-31');
const flag = (changes: Parameters<typeof claim>[0] = {}, context = today) =>
  claimFirstTime(asLoanId('L1'), claim(changes), context);
const token = `P1_${'A2'.repeat(13)}`;

describe('a first-time claim', () => {
  it('is recorded as it was reported', () => {
    const { effectiveDate: _effectiveDate, ...data } = claim();
    given(loan, issued())
      .when(flag())
      .thenRecorded({ type: 'FirstTimeClaimed', data: { loanId: 'L1', ...data } });
  });

  it('is of a loan in whatever state, but cancelled', () => {
    for (const fact of [
      repaid({ amount: '1000000.00' }),
      writtenOff('1000000.00'),
      extended('2024-12-10', '2025-03-20'),
      reclassified('2024-07-01', { classification: 'LOSS' }),
    ])
      given(loan, issued(), fact).when(flag()).thenRecorded();
  });

  it('REF-R01: for a borrower of a known district and industry', () => {
    given(loan, issued())
      .when(flag({ borrower: { ...borrower, district: '310103' } }))
      .thenRefused('REF-R01', '/data/borrower/district');
    given(loan, issued())
      .when(flag({ borrower: { ...borrower, industry: 'A06' } }))
      .thenRefused('REF-R01', '/data/borrower/industry');
    given(loan, issued())
      .when(flag({ borrower: { ...borrower, district: '310104', industry: 'A05' } }))
      .thenRecorded();
  });

  it('REF-R02: of a loan that is known; it may be on its way', () => {
    given(loan).when(flag()).thenRefused('REF-R02', '/subject', { retryable: true });
  });

  it('TIM-R01: today at the latest', () => {
    given(loan, issued())
      .when(flag({ effectiveDate: '2024-12-31' }))
      .thenRecorded();
    given(loan, issued())
      .when(flag({ effectiveDate: '2025-01-01' }))
      .thenRefused('TIM-R01', '/data/effectiveDate', { retryable: true });
  });

  it('TIM-R02: told by a clock at most five minutes ahead', () => {
    const at = (time: string) => given(loan, issued()).when(flag({}, { ...today, time }));
    at('2024-12-31T12:05:00+08:00').thenRecorded();
    at('2024-12-31T12:05:00.001+08:00').thenRefused('TIM-R02', '/time');
  });

  it('TIM-R03: not before the drawdown, nor before an opening position began', () => {
    given(loan, issued())
      .when(flag({ effectiveDate: '2024-01-10' }))
      .thenRecorded();
    given(loan, issued())
      .when(flag({ effectiveDate: '2024-01-09' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
    given(loan, opened())
      .when(flag({ effectiveDate: '2023-12-31' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
    given(loan, opened())
      .when(flag({ effectiveDate: '2024-01-01' }))
      .thenRefused('FTB-R04');
  });

  it('TIM-W05: marked when recorded more than a day late', () => {
    const on = (day: string, reportingFrom = '2024-01-15') =>
      given(loan, issued()).when(flag({}, onDay(day, { reportingFrom })));
    on('2024-01-16').thenRecorded();
    on('2024-01-17').thenFlagged('TIM-W05');
    on('2024-01-17', '2024-01-16').thenRecorded();
  });

  it('FTB-R01: of the loan of this borrower, by idType and id', () => {
    const other = { ...borrower, id: '9131000013221158XC' };
    given(loan, issued())
      .when(flag({ borrower: other }))
      .thenRefused('FTB-R01', '/data/borrower/id');
    const person = { ...borrower, kind: 'INDIVIDUAL_BUSINESS', idType: 'PERSON_TOKEN', id: token } as const;
    given(loan, issued({ borrower: person }))
      .when(flag({ borrower: person }))
      .thenRecorded();
    // No USCC is a token, but the rule looks at both.
    given(loan, issued({ borrower: person }))
      .when(flag({ borrower: { ...person, idType: 'USCC' } }))
      .thenRefused('FTB-R01', '/data/borrower/id');
    given(loan, issued())
      .when(flag({ borrower: { ...borrower, kind: 'INDIVIDUAL_BUSINESS', size: 'MICRO', name: '某店' } }))
      .thenRecorded();
  });

  it('FTB-R01: of a loan that was effective', () => {
    given(loan, issued(), cancelled()).when(flag()).thenRefused('FTB-R01', '/subject');
  });

  it('FTB-R02: once for a loan', () => {
    given(loan, issued(), claimed()).when(flag()).thenRefused('FTB-R02', '/subject');
    given(loan, issued(), claimed({ effectiveDate: '2024-02-01' }))
      .when(flag({ enquirySerialHash: 'b'.repeat(64) }))
      .thenRefused('FTB-R02', '/subject');
  });

  it('FTB-R04: not of an opening position', () => {
    given(loan, opened()).when(flag()).thenRefused('FTB-R04', '/subject');
  });

  it('FTB-R04: not when the loan was renewed by then', () => {
    const of = (effectiveDate: string) => given(loan, issued(), renewed()).when(flag({ effectiveDate }));
    of('2024-11-30').thenRecorded();
    of('2024-12-01').thenRefused('FTB-R04', '/data/effectiveDate');
    of('2024-12-02').thenRefused('FTB-R04', '/data/effectiveDate');
    const second = renewed({ effectiveDate: '2024-12-05', renewalNo: 2, newMaturityDate: '2026-12-19' });
    given(loan, issued(), renewed(), second)
      .when(flag({ effectiveDate: '2024-12-02' }))
      .thenRefused('FTB-R04');
  });

  it('FTB-R05: enquired on or before the day of the drawdown', () => {
    given(loan, issued())
      .when(flag({ enquiryDate: '2024-01-10' }))
      .thenRecorded();
    given(loan, issued())
      .when(flag({ enquiryDate: '2024-01-11' }))
      .thenRefused('FTB-R05', '/data/enquiryDate');
  });

  it('FTB-W06: marked when enquired more than 30 days before the drawdown', () => {
    given(loan, issued())
      .when(flag({ enquiryDate: '2023-12-11' }))
      .thenRecorded();
    given(loan, issued())
      .when(flag({ enquiryDate: '2023-12-10' }))
      .thenFlagged('FTB-W06');
    given(loan, issued())
      .when(flag({ enquiryDate: '2023-12-10' }, onDay('2024-01-17', { reportingFrom: '2024-01-15' })))
      .thenFlagged('TIM-W05', 'FTB-W06');
  });

  it('FTB-R07: not when the loan’s borrower is large, whatever the claim says', () => {
    const large = { ...borrower, size: 'LARGE' } as const;
    given(loan, issued({ borrower: large }))
      .when(flag())
      .thenRefused('FTB-R07', '/subject');
    given(loan, issued({ borrower: { ...borrower, size: 'MEDIUM' } }))
      .when(flag({ borrower: large }))
      .thenRecorded();
  });
});
