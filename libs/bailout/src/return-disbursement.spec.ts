import { describe, it } from '@jest/globals';
import { given, onDay } from '#testing';
import { bailout } from './bailout.js';
import { comingBack, disbursed, returned } from './testing/bailout-cases.js';
import { returnDisbursement } from './disbursement.js';

const today = onDay('2024-06-30');
const give = (changes: Parameters<typeof comingBack>[0] = {}, context = today) =>
  returnDisbursement('D1', comingBack(changes), context);

describe('a return', () => {
  it('is recorded with the kind of its disbursement', () => {
    for (const kind of ['BRIDGE', 'DEFERRAL'] as const)
      given(bailout, disbursed({ kind }))
        .when(give())
        .thenRecorded({
          type: 'BailoutReturned',
          data: { disbursementId: 'D1', programme: 'RELIEF', kind, amount: '200.00' },
        });
  });

  it('REF-R02: of a disbursement that is known; it may be on its way', () => {
    given(bailout).when(give()).thenRefused('REF-R02', '/subject', { retryable: true });
    given(bailout, disbursed({}, 'd1')).when(give()).thenRefused('REF-R02', '/subject', { retryable: true });
  });

  it('TIM-R01: today at the latest', () => {
    given(bailout, disbursed())
      .when(give({ effectiveDate: '2024-06-30' }))
      .thenRecorded();
    given(bailout, disbursed())
      .when(give({ effectiveDate: '2024-07-01' }))
      .thenRefused('TIM-R01', '/data/effectiveDate', { retryable: true });
  });

  it('TIM-R02: told by a clock at most five minutes ahead', () => {
    const at = (time: string) => given(bailout, disbursed()).when(give({}, { ...today, time }));
    at('2024-06-30T12:05:00+08:00').thenRecorded();
    at('2024-06-30T12:05:00.001+08:00').thenRefused('TIM-R02', '/time');
  });

  it('TIM-R03: not before its disbursement', () => {
    given(bailout, disbursed())
      .when(give({ effectiveDate: '2024-03-01' }))
      .thenRecorded();
    given(bailout, disbursed())
      .when(give({ effectiveDate: '2024-02-29' }))
      .thenRefused('TIM-R03', '/data/effectiveDate');
  });

  it('TIM-W05: marked when recorded more than a day late', () => {
    const on = (day: string, reportingFrom = '2024-04-01') =>
      given(bailout, disbursed()).when(give({}, onDay(day, { reportingFrom })));
    on('2024-04-02').thenRecorded();
    on('2024-04-03').thenFlagged('TIM-W05');
    on('2024-04-03', '2024-04-02').thenRecorded();
  });

  it('BLO-R04: of no more than was disbursed and is not back yet', () => {
    given(bailout, disbursed())
      .when(give({ amount: '500.00' }))
      .thenRecorded();
    given(bailout, disbursed())
      .when(give({ amount: '500.01' }))
      .thenRefused('BLO-R04', '/data/amount');
    const facts = [
      disbursed(),
      returned('300.00'),
      returned('100.00'),
      disbursed({}, 'D2'),
      returned('500.00', { disbursementId: 'D2' }),
    ];
    given(bailout, ...facts)
      .when(give({ amount: '100.00' }))
      .thenRecorded();
    given(bailout, ...facts)
      .when(give({ amount: '100.01' }))
      .thenRefused('BLO-R04', '/data/amount');
  });

  it('BLO-R05: of something', () => {
    given(bailout, disbursed())
      .when(give({ amount: '0.01' }))
      .thenRecorded();
    given(bailout, disbursed())
      .when(give({ amount: '0.00' }))
      .thenRefused('BLO-R05', '/data/amount');
  });

  it('of several broken rules the first of the table is named', () => {
    const repeated = given(bailout, disbursed());
    const ahead = { ...today, time: '2024-08-01T00:00:00Z' };
    const more = { amount: '500.01' };
    repeated
      .when(give({ ...more, effectiveDate: '2024-07-01' }, ahead))
      .thenRefused('TIM-R01', undefined, { retryable: true });
    repeated.when(give({ ...more, effectiveDate: '2024-02-29' }, ahead)).thenRefused('TIM-R02');
    repeated.when(give({ ...more, effectiveDate: '2024-02-29' })).thenRefused('TIM-R03');
    repeated.when(give(more)).thenRefused('BLO-R04');
  });
});
