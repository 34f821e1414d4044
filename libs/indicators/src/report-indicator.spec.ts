import { describe, expect, it } from '@jest/globals';
import type { MeasureData } from '#facts';
import { asInstitutionCode } from '#identifiers';
import type { Measure } from '#programmes';
import type { IndicatorReportedReport } from '#reports';
import { asWritten, type AsWritten, factOf, given, onDay } from '#testing';
import { indicatorRequest, reportIndicator } from './indicator-deciders.js';

const today = onDay('2024-07-31');

const report = (changes: Partial<AsWritten<IndicatorReportedReport>> = {}): IndicatorReportedReport =>
  asWritten({
    effectiveDate: '2024-07-05',
    value: '3500.00',
    unit: 'CNY',
    asAt: '2024-06-30',
    ...changes,
  });

const measured = (changes: Partial<AsWritten<MeasureData>> = {}): Measure => ({
  status: 'DEFINED',
  data: asWritten({
    code: 'premium',
    name: { zh: '保费', en: 'Premium' },
    op: 'LATEST_SUM',
    unit: 'CNY',
    sources: [{ fact: 'IndicatorReported', sign: 1, quantity: '/data/value' }],
    of: null,
    filter: null,
    distinct: null,
    ...changes,
  }),
});

const unmeasured: Measure = { status: 'UNKNOWN' };

const request = indicatorRequest(asInstitutionCode('C1010211000012'), 'premium');
const indicator = given(request.fold.evolution);
const decided = (
  changes: Partial<AsWritten<IndicatorReportedReport>> = {},
  measure: Measure = measured(),
  context: ReturnType<typeof onDay> = today,
) => indicator.when(() => reportIndicator('premium', report(changes), context, measure));

describe('an indicator', () => {
  it('is recorded as it was reported', () => {
    const { effectiveDate: _effectiveDate, ...data } = report({ scope: 'life' });
    decided({ scope: 'life' }).thenRecorded({
      type: 'IndicatorReported',
      data: { indicator: 'premium', ...data },
    });
  });

  it('whatever was reported before, which has a stream of its own', () => {
    expect(request).toMatchObject({
      stream: 'indicator-C1010211000012-premium',
      fold: { kind: 'indicator' },
    });
    const before = factOf('IndicatorReported', { indicator: 'premium', ...report() });
    expect(given(request.fold.evolution, before).state).toEqual(indicator.state);
  });

  it('REF-R01: of a code that a measure adds up; it may be defined later', () => {
    decided({}, unmeasured).thenRefused('REF-R01', '/subject', { retryable: true });
    for (const op of ['SUM', 'COUNT', 'COUNT_DISTINCT', 'BALANCE', 'GROWTH'] as const)
      decided({}, measured({ op })).thenRefused('REF-R01', '/subject', { retryable: true });
  });

  it('REF-R03: in the measure’s unit', () => {
    decided({ unit: 'COUNT', value: '7' }).thenRefused('REF-R03', '/data/unit', {
      because: { unit: 'COUNT', expected: 'CNY' },
    });
    decided({ unit: 'COUNT', value: '7' }, measured({ unit: 'COUNT' })).thenRecorded();
    decided({}, measured({ unit: 'COUNT' })).thenRefused('REF-R03', '/data/unit');
  });

  it('TIM-R01: today at the latest', () => {
    decided({ effectiveDate: '2024-07-31' }).thenRecorded();
    decided({ effectiveDate: '2024-08-01' }).thenRefused('TIM-R01', '/data/effectiveDate', {
      retryable: true,
    });
  });

  it('TIM-R02: as at its effective date at the latest', () => {
    decided({ asAt: '2024-07-05' }).thenRecorded();
    decided({ asAt: '2024-07-06' }).thenRefused('TIM-R02', '/data/asAt', {
      because: { asAt: '2024-07-06', effectiveDate: '2024-07-05' },
    });
  });

  it('TIM-R02: told by a clock at most five minutes ahead', () => {
    decided({}, measured(), { ...today, time: '2024-07-31T12:05:00+08:00' }).thenRecorded();
    decided({}, measured(), { ...today, time: '2024-07-31T12:05:00.001+08:00' }).thenRefused(
      'TIM-R02',
      '/time',
    );
  });

  it('TIM-W05: marked when recorded more than a day late', () => {
    const on = (day: string, reportingFrom = '2024-07-05') =>
      decided({}, measured(), onDay(day, { reportingFrom }));
    on('2024-07-06').thenRecorded();
    on('2024-07-07').thenFlagged('TIM-W05');
    on('2024-07-07', '2024-07-06').thenRecorded();
  });

  it('of several broken rules the first of the table is named', () => {
    const broken = { unit: 'COUNT', value: '7', effectiveDate: '2024-08-01', asAt: '2024-08-02' } as const;
    const ahead = { ...today, time: '2024-08-01T00:00:00Z' };
    decided(broken, unmeasured, ahead).thenRefused('REF-R01', undefined, { retryable: true });
    decided(broken, measured(), ahead).thenRefused('REF-R03');
    const counted = measured({ unit: 'COUNT' });
    decided(broken, counted, ahead).thenRefused('TIM-R01', undefined, { retryable: true });
    decided({ ...broken, effectiveDate: '2024-07-05' }, counted, ahead).thenRefused('TIM-R02', '/time');
    decided({ ...broken, effectiveDate: '2024-07-05' }, counted).thenRefused('TIM-R02', '/data/asAt');
  });
});
