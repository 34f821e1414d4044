import { describe, expect, it } from '@jest/globals';
import { burnUpLines, daysOf, intervalOf, lineAt, tableDays } from './burn-up.js';

const period = { from: '2024-01-01', to: '2024-12-31' };
const pace = {
  workingDaysElapsed: 1,
  workingDaysLeft: 1,
  expectedToDate: '490.00',
  recentPerDay: null,
  requiredPerDay: null,
};
const target = { actual: '300.00', threshold: '1000.00', achieved: false, pace, period, forecast: null };
const points = [
  { from: '2024-01-01', to: '2024-03-31', quantity: '100.00', cumulative: '100.00' },
  { from: '2024-04-01', to: '2024-07-07', quantity: '200.00', cumulative: '300.00' },
];

describe('a burn-up', () => {
  it('as a table has each line at the same days, and the end where lines go that begin now', () => {
    const { even, required } = burnUpLines(target, points, '2024-06-30');
    const days = tableDays(points, period, '2024-06-30');
    expect(days.map(({ day, cumulative }) => [day, cumulative])).toEqual([
      ['2024-03-31', '100.00'],
      ['2024-06-30', '300.00'],
      ['2024-12-31', null],
    ]);
    expect(days.map(({ day }) => lineAt(even, day)?.toFixed(2))).toEqual(['243.65', '490.00', '1000.00']);
    expect(days.map(({ day }) => lineAt(required, day))).toEqual([undefined, 300, 1000]);
    expect([lineAt([], '2024-06-30'), lineAt(required, '2025-01-01')]).toEqual([undefined, undefined]);
    expect(tableDays(points, period, '2025-02-01').at(-1)?.day).toBe('2024-07-07');
  });

  it('runs from nothing to what there is, and from there to the target', () => {
    expect(burnUpLines(target, points, '2024-06-30')).toEqual({
      ...period,
      actual: [
        ['2024-01-01', 0],
        ['2024-03-31', 100],
        ['2024-06-30', 300],
      ],
      even: [
        ['2024-01-01', 0],
        ['2024-06-30', 490],
        ['2024-12-31', 1000],
      ],
      required: [
        ['2024-06-30', 300],
        ['2024-12-31', 1000],
      ],
      forecast: undefined,
      threshold: 1000,
      most: 1040,
    });
  });

  const forecast = {
    basis: { seq: 5, effectiveAsOf: '2024-06-28', definitions: 1 },
    seq: 6,
    method: 'm',
    seed: '0',
    closing: '900.00',
    interval: { share: '0.8000' as const, low: '700.00', high: '1100.00' },
    probability: '0.3000',
    attainedOn: { expected: null, earliest: '2024-12-01', latest: null },
  };

  it('opens a band from the last day that is known to where the period is expected to end', () => {
    const { forecast: band, most } = burnUpLines({ ...target, forecast }, points, '2024-06-30');
    const now = ['2024-06-30', 300];
    expect(band).toEqual({
      expected: [now, ['2024-12-31', 900]],
      low: [now, ['2024-12-31', 700]],
      high: [now, ['2024-12-31', 1100]],
      attainedOn: undefined,
    });
    expect(most).toBe(1144);
    const isForecast = tableDays(points, period, '2024-06-30').map(({ day }) => lineAt(band?.low ?? [], day));
    expect(isForecast).toEqual([undefined, 300, 700]);
  });

  it('has a band that never goes below what there is, unless it has fallen before', () => {
    const lower = { ...forecast, interval: { ...forecast.interval, low: '200.00' } };
    const lowOf = (of: typeof points) =>
      burnUpLines({ ...target, forecast: lower }, of, '2024-06-30').forecast?.low.at(-1);
    expect(lowOf(points)).toEqual(['2024-12-31', 300]);
    const fallen = points.map((each, place) => (place === 0 ? { ...each, cumulative: '400.00' } : each));
    expect(lowOf(fallen)).toEqual(['2024-12-31', 200]);
  });

  it('asks for nothing more of what is achieved, or over', () => {
    expect(burnUpLines({ ...target, achieved: true }, points, '2024-06-30').required).toEqual([]);
    expect(burnUpLines(target, points, '2025-03-01').required).toEqual([]);
  });

  it('of a balance begins with what there was, and knows no pace', () => {
    const balance = { ...target, pace: null, period: { asAt: '2024-12-31' } };
    const lines = burnUpLines(balance, points, '2024-06-30');
    expect([lines.from, lines.actual[0], lines.even]).toEqual(['2024-01-01', ['2024-03-31', 100], []]);
  });

  it('leaves out what nobody reported yet, and ends above what is more than the target', () => {
    const reported = [
      { ...points[0], quantity: null, cumulative: null } as never,
      { ...points[1], cumulative: '2000.00' } as never,
    ];
    const { actual, most } = burnUpLines(
      { ...target, period: { asAt: '2024-12-31' } },
      reported,
      '2024-06-30',
    );
    expect([actual, most]).toEqual([[['2024-06-30', 2000]], 2080]);
  });

  it('has neither three nor four hundred points', () => {
    expect(intervalOf(period)).toBe('week');
    expect(intervalOf({ from: '2024-01-01', to: '2024-02-29' })).toBe('day');
    expect(daysOf({ asAt: '2024-12-31' })).toEqual(period);
  });
});
