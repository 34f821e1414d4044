import { businessDate, type BusinessDate } from '#calendar';
import { asWritten } from '#testing';
import { describe, expect, it } from '@jest/globals';
import { paceOf, paceYears } from './pace.js';

/** As shipped (2.6): 251 working days, 123 of them in the first half. */
const china2024 = {
  code: 'CN',
  year: 2024,
  off: (
    '2024-01-01 2024-02-12 2024-02-13 2024-02-14 2024-02-15 2024-02-16 2024-04-04 2024-04-05 2024-05-01 2024-05-02 ' +
    '2024-05-03 2024-06-10 2024-09-16 2024-09-17 2024-10-01 2024-10-02 2024-10-03 2024-10-04 2024-10-07'
  ).split(' '),
  worked: '2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12'.split(
    ' ',
  ),
};

const yuan = 100n;
const year = {
  period: { from: businessDate('2024-01-01'), to: businessDate('2024-12-31') },
  effectiveAsOf: businessDate('2024-06-30'),
  threshold: 1000n * yuan,
  unit: 'CNY' as const,
  path: null,
  actual: 41820n,
  days: [
    { day: businessDate('2024-05-30'), quantity: 39819n },
    { day: businessDate('2024-05-31'), quantity: 10n * yuan },
    { day: businessDate('2024-06-08'), quantity: 7n * yuan },
    { day: businessDate('2024-06-30'), quantity: 301n },
  ],
};
const pace = (more: Partial<Parameters<typeof paceOf>[0]> = {}, years = [china2024]) =>
  paceOf({ ...year, ...more }, asWritten(years));

describe('pace', () => {
  it('in the middle of a year, cut off and never rounded', () => {
    expect(pace()).toEqual({
      workingDaysElapsed: 123,
      workingDaysLeft: 128,
      // 1000 × 123 ÷ 251 = 490.039…
      expectedToDate: '490.03',
      // June has 19 working days up to the 28th, so that the twentieth is 31 May: 10 + 7 + 3.01 = 20.01, ÷ 20 = 1.0005.
      recentPerDay: '1.00',
      // (1000 − 418.20) ÷ 128 = 4.545…
      requiredPerDay: '4.54',
    });
  });

  it('of a count has two decimals too, what is expected none', () => {
    const days = [{ day: businessDate('2024-06-28'), quantity: 3n }];
    expect(pace({ unit: 'COUNT', threshold: 20n, actual: 3n, days })).toMatchObject({
      // 20 × 123 ÷ 251 = 9.8…
      expectedToDate: '9',
      // 3 ÷ 20
      recentPerDay: '0.15',
      // 17 ÷ 128 = 0.132…
      requiredPerDay: '0.13',
    });
  });

  it('counts as many days as have elapsed while they are few, from the first of them on', () => {
    const days = [
      { day: businessDate('2024-01-01'), quantity: 900n },
      { day: businessDate('2024-01-02'), quantity: 200n },
      { day: businessDate('2024-01-03'), quantity: 101n },
    ];
    // 1 January is off and before the first of them; (2 + 1.01) ÷ 2 = 1.505.
    expect(pace({ effectiveAsOf: businessDate('2024-01-03'), actual: 1201n, days })).toMatchObject({
      workingDaysElapsed: 2,
      workingDaysLeft: 249,
      recentPerDay: '1.50',
    });
  });

  it('has no recent day before the first, and asks nothing of a day after the last', () => {
    expect(pace({ effectiveAsOf: businessDate('2024-01-01'), actual: 0n, days: [] })).toEqual({
      workingDaysElapsed: 0,
      workingDaysLeft: 251,
      expectedToDate: '0.00',
      recentPerDay: null,
      // 1000 ÷ 251 = 3.984…
      requiredPerDay: '3.98',
    });
    expect(pace({ effectiveAsOf: businessDate('2025-06-30') })).toMatchObject({
      workingDaysElapsed: 251,
      workingDaysLeft: 0,
      expectedToDate: '1000.00',
      requiredPerDay: null,
    });
  });

  it('requires nothing more where the threshold is passed', () => {
    expect(pace({ actual: 1001n * yuan })).toMatchObject({ requiredPerDay: '0.00' });
  });

  it('may have been backwards', () => {
    const days = [{ day: businessDate('2024-06-28'), quantity: -1001n }];
    // −10.01 ÷ 20 = −0.5005
    expect(pace({ days })).toMatchObject({ recentPerDay: '-0.50' });
  });

  it('of what has no threshold says how fast it goes and nothing else', () => {
    expect(pace({ threshold: null })).toMatchObject({
      expectedToDate: null,
      recentPerDay: '1.00',
      requiredPerDay: null,
    });
  });

  it('follows monthly weights, in a line over the working days of each month', () => {
    const path = ['3', '1', ...Array<string>(10).fill('0')];
    const expected = (effectiveAsOf: BusinessDate) => pace({ effectiveAsOf, path })?.expectedToDate;
    // 9 of the 22 working days of January, 3 of 4 parts: 1000 × 27 ÷ 88 = 306.818…
    expect(expected(businessDate('2024-01-12'))).toBe('306.81');
    expect(expected(businessDate('2024-01-31'))).toBe('750.00');
    expect(expected(businessDate('2024-02-29'))).toBe('1000.00');
    expect(expected(businessDate('2024-12-31'))).toBe('1000.00');
  });

  it('takes of the weights those of the months of the period', () => {
    const period = { from: businessDate('2024-02-10'), to: businessDate('2024-03-05') };
    const path = ['9', '0.5', '1.5', ...Array<string>(9).fill('9')];
    // All 10 working days of February from the 10th on (half a part), and one of three in March: (0.5 + 0.5) ÷ 2.
    expect(pace({ period, path, effectiveAsOf: businessDate('2024-03-01') })).toMatchObject({
      workingDaysElapsed: 11,
      workingDaysLeft: 2,
      expectedToDate: '500.00',
    });
    const unweighted = [...Array<string>(11).fill('0'), '1'];
    expect(pace({ period, path: unweighted })).toMatchObject({ expectedToDate: null });
  });

  it('is unknown unless the calendar covers every year of the period', () => {
    const period = { from: businessDate('2023-12-31'), to: businessDate('2024-12-31') };
    expect(pace({ period })).toBeNull();
    const china2023 = { code: 'CN', year: 2023, off: [], worked: ['2023-12-31'] };
    expect(pace({ period }, [china2024, china2023])).toMatchObject({ workingDaysElapsed: 124 });
    expect(pace({}, [])).toBeNull();
    expect(
      paceYears([{ data: asWritten(china2024) }, { data: asWritten({ ...china2024, code: 'HK' }) }]),
    ).toEqual([china2024]);
  });

  it('has nothing to expect in a period without a working day', () => {
    const period = { from: businessDate('2024-02-12'), to: businessDate('2024-02-13') };
    expect(pace({ period })).toEqual({
      workingDaysElapsed: 0,
      workingDaysLeft: 0,
      expectedToDate: null,
      recentPerDay: null,
      requiredPerDay: null,
    });
  });
});
