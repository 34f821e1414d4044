import { describe, expect, it } from '@jest/globals';
import { isAtEdge, isOvertaken, standingsOf, targetStateOf, timeElapsedPermille } from './target-state.js';

const pace = {
  workingDaysElapsed: 123,
  workingDaysLeft: 128,
  expectedToDate: '490.00',
  recentPerDay: '4.00',
  requiredPerDay: '3.98',
};
const target = {
  actual: '491.00',
  threshold: '1000.00',
  achieved: false,
  comparator: 'GT',
  pace,
  unit: 'CNY',
  period: { from: '2024-01-01', to: '2024-12-31' },
} as const;
const day = '2024-06-30';

describe('how a target stands', () => {
  it.each([
    ['491.00', 'ahead', '49.1 %', '1.00'],
    ['490.99', 'onPace', '49.0 %', '0.99'],
    ['490.00', 'onPace', '49.0 %', '0.00'],
    ['489.99', 'behind', '48.9 %', '-0.01'],
  ] as const)('%s of a thousand is %s, from the share that is shown', (actual, status, percent, ahead) => {
    expect(targetStateOf({ ...target, actual }, day)).toMatchObject({ status, percent, ahead });
  });

  it('is achieved where the registry says so, and by nothing that is shown', () => {
    expect(targetStateOf({ ...target, actual: '1000.00' }, day).status).toBe('ahead');
    expect(targetStateOf({ ...target, actual: '1000.01', achieved: true }, day).status).toBe('achieved');
  });

  it('is missed when its days are over, and not on the last of them', () => {
    expect(targetStateOf(target, '2024-12-31').status).toBe('ahead');
    expect(targetStateOf(target, '2025-01-01').status).toBe('missed');
    const atOneDay = { ...target, pace: null, period: { asAt: '2024-12-31' } };
    expect([targetStateOf(atOneDay, day).status, targetStateOf(atOneDay, '2025-01-01').status]).toEqual([
      'open',
      'missed',
    ]);
  });

  it('is not begun before the first of its days', () => {
    expect(targetStateOf({ ...target, actual: '0.00' }, '2023-12-31')).toEqual({
      status: 'notBegun',
      percent: undefined,
      permille: undefined,
      expectedPermille: undefined,
      ahead: undefined,
    });
    expect(targetStateOf(target, '2024-01-01').status).not.toBe('notBegun');
  });

  it('is at the edge where exactly that is there of which more is wanted', () => {
    const edge = { ...target, actual: '1000.00' };
    expect([edge, { ...edge, comparator: 'GTE' as const }, target].map(isAtEdge)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('contradicts a forecast that expects less at the end than there is, or a day that is over', () => {
    const basis = { seq: 1, effectiveAsOf: '2024-06-01', definitions: 1 };
    const made = (closing: string, expected: string | null) => ({
      ...target,
      forecast: {
        basis,
        seq: 2,
        method: 'made up',
        seed: '0',
        closing,
        interval: { share: '0.8000' as const, low: closing, high: closing },
        probability: '0.0000',
        attainedOn: { expected, earliest: null, latest: null },
      },
    });
    expect(isOvertaken(made('490.99', null), day)).toBe(true);
    expect(isOvertaken(made('491.00', null), day)).toBe(false);
    expect(isOvertaken(made('1200.00', '2024-06-29'), day)).toBe(true);
    expect(isOvertaken(made('1200.00', '2024-06-30'), day)).toBe(false);
    // What falls may well end lower than it is.
    expect(isOvertaken({ ...made('400.00', null), pace: { ...pace, recentPerDay: '-1.00' } }, day)).toBe(
      false,
    );
    expect(isOvertaken({ ...made('400.00', null), period: { asAt: '2024-12-31' } }, day)).toBe(false);
    expect(isOvertaken({ ...target, forecast: null }, day)).toBe(false);
  });

  it('is not known before anything is, and only shown without a threshold', () => {
    expect(targetStateOf({ ...target, actual: null }, day)).toMatchObject({
      status: 'unknown',
      percent: undefined,
    });
    expect(targetStateOf({ ...target, threshold: null }, day)).toMatchObject({
      status: 'shown',
      ahead: undefined,
    });
  });

  it('knows how much of the time is over by working days', () => {
    expect(timeElapsedPermille({ pace })).toBe(490);
    expect(
      timeElapsedPermille({ pace: { ...pace, workingDaysElapsed: 0, workingDaysLeft: 0 } }),
    ).toBeUndefined();
    expect(timeElapsedPermille({ pace: null })).toBeUndefined();
  });

  it('is counted over all targets, and of those that are forecast how many are likely to be achieved', () => {
    const basis = { seq: 1, effectiveAsOf: day, definitions: 1 };
    const expected = (attained: string | null, probability: string) => ({
      basis,
      seq: 2,
      method: 'made up',
      seed: '0',
      closing: '900.00',
      interval: { share: '0.8000' as const, low: '900.00', high: '900.00' },
      probability,
      attainedOn: { expected: attained, earliest: null, latest: null },
    });
    const whole = {
      ...target,
      code: 'T',
      version: 1,
      name: { zh: '', en: '' },
      measure: 'm',
      ratio: null,
      achievedOn: null,
      achievedSeq: null,
      remaining: null,
      beside: [],
      backFill: null,
    };
    const targets = [
      { ...whole, forecast: expected('2024-11-01', '0.8000') },
      { ...whole, actual: '1.00', forecast: expected(null, '0.1000') },
      { ...whole, actual: '2.00', forecast: null },
      // Overtaken: the day is over.
      { ...whole, forecast: expected('2024-06-01', '0.9000') },
      { ...whole, achieved: true, forecast: expected('2024-01-02', '1.0000') },
    ];
    expect(standingsOf(targets, day)).toEqual({
      counts: [
        ['achieved', 1],
        ['ahead', 2],
        ['behind', 2],
      ],
      forecasts: 2,
      likely: 1,
    });
  });
});
