import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate, workingDaysBetween } from '#calendar';
import { asCalendarCode } from '#identifiers';
import { forecastOf, type Forecasting } from './forecast.js';
import { PseudoRandom } from './pseudo-random.js';

/* Weekends are off, and nothing else. */
const calendar = { code: asCalendarCode('CN'), year: 2024, off: [], worked: [] };
const period = { from: businessDate('2024-01-01'), to: businessDate('2024-12-31') };
const all = workingDaysBetween(period.from, period.to, calendar);
const weights = '12.5 6.5 11 6.5 7 10.5 6 7 9.5 6 7.5 10'.split(' ');

const asked = (
  elapsed: number,
  volume: (no: number) => bigint,
  more: Partial<Forecasting> = {},
): Forecasting => ({
  period,
  effectiveAsOf: all[elapsed - 1] ?? period.from,
  path: null,
  goal: null,
  days: all.slice(0, elapsed).map((day, no) => ({ day, quantity: volume(no) })),
  seedOf: ['P', 'T', 1],
  ...more,
});
const forecast = (given: Forecasting) => forecastOf(given, [calendar]);

const anyElapsed = fc.integer({ min: 20, max: all.length - 1 });
const anyPath = fc.constantFrom(null, weights);

describe('a forecast', () => {
  it('of the same every day is that for every day, reached on the day on which it is', () => {
    fc.assert(
      fc.property(anyElapsed, fc.bigInt({ min: 1n, max: 10n ** 12n }), (elapsed, daily) => {
        const whole = daily * BigInt(all.length);
        const given = asked(elapsed, () => daily, { goal: { least: whole, most: null } });
        const reached = { expected: all.at(-1), earliest: all.at(-1), latest: all.at(-1) };
        expect(forecast(given)).toMatchObject({
          closing: whole,
          low: whole,
          high: whole,
          attainedPerMille: 1_000,
          attainedOn: reached,
        });
        const beyond = forecast({ ...given, goal: { least: whole + 1n, most: null } });
        expect(beyond).toMatchObject({
          attainedPerMille: 0,
          attainedOn: { expected: null, earliest: null, latest: null },
        });
      }),
      { numRuns: 6 },
    );
  });

  it('that follows the path comes to what the path comes to', () => {
    fc.assert(
      fc.property(anyElapsed, (elapsed) => {
        const inMonth = new Map<string, bigint>();
        for (const day of all) inMonth.set(day.slice(0, 7), (inMonth.get(day.slice(0, 7)) ?? 0n) + 1n);
        // A hundredth of a weight is so much that each month parts it without a remainder.
        const ofDay = (no: number): bigint => {
          const day = all[no] ?? '';
          const weight = BigInt(Math.round(Number(weights[Number(day.slice(5, 7)) - 1]) * 10));
          return (weight * 5_354_228_880n) / (inMonth.get(day.slice(0, 7)) ?? 1n);
        };
        const whole = all.reduce((sum, _, no) => sum + ofDay(no), 0n);
        const { closing, low, high } = forecast(asked(elapsed, ofDay, { path: weights })) ?? {};
        expect(
          [closing, low, high].map((each) => Number((each ?? 0n) - whole)).every((off) => Math.abs(off) <= 1),
        ).toBe(true);
      }),
      { numRuns: 6 },
    );
  });

  it('is the seasonal share, within its interval on the average of many', () => {
    fc.assert(
      fc.property(
        anyElapsed,
        anyPath,
        fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { minLength: 262 }),
        (elapsed, path, volumes) => {
          const given = asked(elapsed, (no) => BigInt(volumes[no] ?? 0), { path });
          const found = forecast(given);
          if (!found) return;
          const actual = given.days.reduce((sum, { quantity }) => sum + quantity, 0n);
          const share = Number(actual) / Number(found.closing);
          const expected = path
            ? Number(
                all.slice(0, elapsed).reduce((sum, day) => {
                  const count = all.filter((other) => other.slice(0, 7) === day.slice(0, 7)).length;
                  return sum + Number(path[Number(day.slice(5, 7)) - 1]) / count;
                }, 0),
              ) / 100
            : elapsed / all.length;
          expect(share).toBeCloseTo(expected, 6);
          expect(found.low <= found.high && found.low >= actual).toBe(true);
          expect(forecast(given)).toEqual(found);
          // Twice as much of everything is twice the forecast: the same days are drawn.
          const twice = forecast({
            ...given,
            days: given.days.map(({ day, quantity }) => ({ day, quantity: quantity * 2n })),
          });
          expect(Number((twice?.low ?? 0n) - found.low * 2n)).toBeLessThanOrEqual(1);
          expect(Number((twice?.high ?? 0n) - found.high * 2n)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('holds the year in its interval four times in five', () => {
    const random = PseudoRandom.of('00000001'.repeat(3));
    let within = 0;
    const years = 80;
    for (let year = 0; year < years; year += 1) {
      const volumes = all.map(() => BigInt((1 + random.below(1_000)) ** 2));
      const found = forecast(asked(100, (no) => volumes[no] ?? 0n, { seedOf: ['year', year] }));
      const whole = volumes.reduce((sum, each) => sum + each, 0n);
      if (found && found.low <= whole && whole <= found.high) within += 1;
    }
    expect(within / years).toBeGreaterThan(0.7);
    expect(within / years).toBeLessThan(0.9);
  });

  it('has a seed of its own for each target, version and day', () => {
    const volume = (no: number): bigint => BigInt((no * 7919) % 1000);
    const one = forecast(asked(60, volume));
    const other = forecast(asked(60, volume, { seedOf: ['P', 'T', 2] }));
    expect(one?.closing).toBe(other?.closing);
    expect([one?.seed, one?.low]).not.toEqual([other?.seed, other?.low]);
  });

  it('counts what came on a day off for the working day before it', () => {
    const given = asked(20, () => 10n);
    const shifted = given.days.map(({ day, quantity }) => ({
      day: day === '2024-01-05' ? businessDate('2024-01-06') : day,
      quantity,
    }));
    expect(forecast({ ...given, days: shifted })).toEqual(forecast(given));
  });

  it('of a target that is reached says when it was', () => {
    const { attainedOn } = forecast(asked(40, () => 10n, { goal: { least: 95n, most: null } })) ?? {};
    expect(attainedOn).toEqual({ expected: all[9], earliest: all[9], latest: all[9] });
  });

  it.each<[string, Forecasting]>([
    ['before twenty working days have passed', asked(19, () => 10n)],
    ['when none is left', asked(all.length, () => 10n)],
    ['while nothing was counted', asked(40, () => 0n)],
    [
      'where no day that has passed weighs anything',
      asked(40, () => 10n, { path: ['0', '0', ...weights.slice(2)] }),
    ],
    [
      'where the calendar does not cover the period',
      asked(40, () => 10n, { period: { from: businessDate('2024-01-01'), to: businessDate('2025-01-31') } }),
    ],
  ])('is none %s', (_, given) => {
    expect(forecast(given)).toBeNull();
  });
});
