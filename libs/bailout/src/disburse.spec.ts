import { describe, it } from '@jest/globals';
import { replay } from '#decider';
import type { StoredFact } from '#facts';
import type { Loan } from '#loans';
import { given, onDay } from '#testing';
import { bailout } from './bailout.js';
import { bailoutProgramme } from './bailout-programme.js';
import {
  amended,
  borrower,
  defined,
  disbursed,
  disbursement,
  loanOf,
  returned,
} from './testing/bailout-cases.js';
import { disburse } from './disbursement.js';

const today = onDay('2024-06-30');

type Changes = Parameters<typeof disbursement>[0];

const under =
  (programme: readonly StoredFact[], loan?: Loan) =>
  (changes: Changes = {}, context = today) =>
    disburse('D1', disbursement(changes), context, {
      programme: replay(bailoutProgramme, programme),
      loan,
    });
const open = under([defined()]);

describe('a disbursement', () => {
  it('is recorded as it was reported', () => {
    const { effectiveDate: _effectiveDate, ...data } = disbursement({ loanId: 'L1' });
    given(bailout)
      .when(under([defined()], loanOf(borrower))({ loanId: 'L1' }))
      .thenRecorded({ type: 'BailoutDisbursed', data: { disbursementId: 'D1', ...data } });
  });

  it('REF-R01: to a borrower of a known district and industry', () => {
    given(bailout)
      .when(open({ borrower: { ...borrower, district: '310108' } }))
      .thenRefused('REF-R01', '/data/borrower/district');
    given(bailout)
      .when(open({ borrower: { ...borrower, industry: 'T98' } }))
      .thenRefused('REF-R01', '/data/borrower/industry');
  });

  it('REF-R02: the loan that it names is known; it may be on its way', () => {
    given(bailout)
      .when(under([defined()], { status: 'UNKNOWN' })({ loanId: 'L1' }))
      .thenRefused('REF-R02', '/data/loanId', { retryable: true });
  });

  it('BLO-R07: the loan that it names is its borrower’s, whatever became of it', () => {
    const naming = (loan: Loan) => given(bailout).when(under([defined()], loan)({ loanId: 'L1' }));
    for (const status of ['ACTIVE', 'REPAID', 'WRITTEN_OFF', 'CANCELLED'] as const)
      naming(loanOf({ ...borrower, size: 'LARGE', name: '别名' }, status)).thenRecorded();
    naming(loanOf({ ...borrower, id: '9131000013221158XC' })).thenRefused('BLO-R07', '/data/loanId');
    naming(loanOf({ ...borrower, idType: 'PERSON_TOKEN' })).thenRefused('BLO-R07', '/data/loanId');
  });

  it('TIM-R01: today at the latest', () => {
    given(bailout)
      .when(open({ effectiveDate: '2024-06-30' }))
      .thenRecorded();
    given(bailout)
      .when(open({ effectiveDate: '2024-07-01' }))
      .thenRefused('TIM-R01', '/data/effectiveDate', { retryable: true });
  });

  it('TIM-R02: told by a clock at most five minutes ahead', () => {
    const at = (time: string) => given(bailout).when(open({}, { ...today, time }));
    at('2024-06-30T12:05:00+08:00').thenRecorded();
    at('2024-06-30T12:05:00.001+08:00').thenRefused('TIM-R02', '/time');
  });

  it('TIM-W05: marked when recorded more than a day late', () => {
    const on = (day: string, reportingFrom = '2024-03-01') =>
      given(bailout).when(open({}, onDay(day, { reportingFrom })));
    on('2024-03-02').thenRecorded();
    on('2024-03-03').thenFlagged('TIM-W05');
    on('2024-03-03', '2024-03-02').thenRecorded();
  });

  it('BLO-R01: under a programme that is known, and open on that day', () => {
    given(bailout).when(under([])()).thenRefused('BLO-R01', '/data/programme', { retryable: true });
    const days = under([defined({ from: '2024-03-01', to: '2024-03-31' })]);
    for (const effectiveDate of ['2024-03-01', '2024-03-31'])
      given(bailout).when(days({ effectiveDate })).thenRecorded();
    for (const effectiveDate of ['2024-02-29', '2024-04-01'])
      given(bailout)
        .when(days({ effectiveDate }))
        .thenRefused('BLO-R01', '/data/effectiveDate', { retryable: true });
    given(bailout)
      .when(under([defined({ to: '2024-02-29' }), amended({ to: '2024-03-01' })])())
      .thenRecorded();
  });

  it('BLO-R05: of something', () => {
    given(bailout)
      .when(open({ amount: '0.01' }))
      .thenRecorded();
    given(bailout)
      .when(open({ amount: '0.00' }))
      .thenRefused('BLO-R05', '/data/amount');
  });

  it('BLO-R03: under an id not used in this programme', () => {
    given(bailout, disbursed({}, 'D2')).when(open()).thenRecorded();
    given(bailout, disbursed()).when(open()).thenRefused('BLO-R03', '/subject');
    given(bailout, disbursed(), returned('500.00')).when(open()).thenRefused('BLO-R03', '/subject');
  });

  it('of several broken rules the first of the table is named', () => {
    const broken = { effectiveDate: '2024-07-01', amount: '0.00', loanId: 'L1' };
    const stranger = loanOf({ ...borrower, id: 'other' });
    const capped = defined({ cap: '100.00', to: '2024-06-30' });
    const ahead = { ...today, time: '2024-08-01T00:00:00Z' };
    const of = (changes: Changes, context = today, loan: Loan = stranger) =>
      given(bailout, disbursed()).when(under([capped], loan)({ ...broken, ...changes }, context));
    of({ borrower: { ...borrower, district: '0' } }, ahead, { status: 'UNKNOWN' }).thenRefused('REF-R01');
    of({}, ahead, { status: 'UNKNOWN' }).thenRefused('REF-R02', undefined, { retryable: true });
    of({}, ahead).thenRefused('TIM-R01', undefined, { retryable: true });
    of({ effectiveDate: '2023-12-31' }, ahead).thenRefused('TIM-R02');
    of({ effectiveDate: '2023-12-31', amount: '500.00' }).thenRefused('BLO-R01', undefined, {
      retryable: true,
    });
    of({ effectiveDate: '2024-03-01', amount: '500.00' }).thenRefused('BLO-R02', undefined, {
      retryable: true,
    });
    const uncapped = (facts: readonly StoredFact[]) =>
      given(bailout, ...facts).when(under([defined()], stranger)({ ...broken, effectiveDate: '2024-03-01' }));
    uncapped([disbursed()]).thenRefused('BLO-R03');
    uncapped([]).thenRefused('BLO-R05');
    given(bailout)
      .when(under([defined()], stranger)({ loanId: 'L1' }))
      .thenRefused('BLO-R07');
  });
});
