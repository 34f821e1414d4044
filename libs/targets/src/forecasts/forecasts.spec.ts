import { beforeEach, describe, expect, it } from '@jest/globals';
import { type BusinessDate, businessDate, addDays } from '#calendar';
import { forecastStream, type ForecastRecorded, type SequencedFact } from '#facts';
import { forecastOf } from '#figures';
import { parseMoney } from '#money';
import { bankA, expectPlantedRowsFound, loanOf, planted, type Planted } from '#testing';
import { asCalendarCode, asProgrammeCode } from '#identifiers';
import { targetsCheckerWith } from '../targets.checker.js';
import {
  applied,
  backFilled,
  definitionFacts,
  measureFact,
  progressIn,
  smallProjection,
  smallSizes,
  targetFact,
} from '../testing/planted-definitions.js';
import { recordedFigures } from '../testing/recorded-figures.js';
import { forecastsPage } from './forecasts.query.js';
import { forecastsOf } from './make-forecasts.query.js';

/* A forecast is made once, recorded as a fact, shown from that fact on, and held against what came. */

const { pool, logged, checked } = recordedFigures();

const period = { from: businessDate('2024-01-01'), to: businessDate('2024-06-30') };
const calendar = { code: asCalendarCode('CN'), year: 2024, off: [], worked: [] };
const source = { fact: 'LoanIssued', sign: 1 as const, quantity: '/data/principal' };
const lent = (no: number): string => `${1 + ((no * 37) % 90)}.00`;
const days = Array.from({ length: 60 }, (_, no) => addDays('2024-01-02', no));
const target = { code: 'LENT', measure: 'lent', period, threshold: '2000.00' };

const facts = planted([
  ...definitionFacts,
  { type: 'CalendarSet', stream: 'calendar-CN', data: calendar },
  measureFact({ code: 'lent', sources: [source] }),
  measureFact({ code: 'balance', op: 'BALANCE', sources: [source] }),
  targetFact(target),
  targetFact({ ...target, code: 'BALANCE', measure: 'balance', period: { asAt: '2024-06-30' } }),
  targetFact({ ...target, code: 'NEXT-YEAR', period: { from: '2025-01-01', to: '2025-12-31' } }),
  ...days.map((day, no) => loanOf(bankA, `L${no}`).issued(day, { principal: lent(no) })),
]);
const last = facts.length;
const at = { effectiveAsOf: businessDate('2024-02-29'), knownAt: last };

const applyNext = async (next: readonly Planted[], first: number): Promise<readonly SequencedFact[]> => {
  const more = planted(next, first).map((fact) => ({ ...fact, revision: fact.seq }));
  await logged(more);
  await applied(pool(), smallProjection, more);
  return more;
};

beforeEach(async () => {
  await logged(facts);
  await applied(pool(), smallProjection, facts);
  await backFilled(pool());
});

const programme = asProgrammeCode('P24');
const recordForecast = async (first = last + 1): Promise<ForecastRecorded['data']> => {
  const data = (await forecastsOf(pool(), programme, at, smallSizes)) as ForecastRecorded['data'];
  await applyNext([{ type: 'ForecastRecorded', stream: forecastStream(programme), data }], first);
  return data;
};

const shown = async (
  knownAt: number,
  effectiveAsOf: BusinessDate,
  more: { readonly version?: number; readonly filters?: object } = {},
) =>
  (await progressIn(pool(), { programme: 'P24', effectiveAsOf, knownAt, filters: {}, ...more }))?.targets[0]
    ?.forecast;

describe('forecasts', () => {
  it('are of sums and counts whose period is under way, out of what each day brought', async () => {
    const data = await forecastsOf(pool(), programme, at, smallSizes);
    const expected = forecastOf(
      {
        period,
        effectiveAsOf: at.effectiveAsOf,
        path: null,
        goal: { least: 200_001n, most: null },
        days: days.slice(0, 59).map((day, no) => ({ day, quantity: parseMoney(lent(no)) })),
        seedOf: ['P24', 'LENT', 1, at.effectiveAsOf],
      },
      [calendar],
    );
    expect(data).toMatchObject({
      programme: 'P24',
      basis: { seq: last, effectiveAsOf: at.effectiveAsOf },
      targets: [{ target: 'LENT', version: 1, seed: expected?.seed, attainedOn: expected?.attainedOn }],
    });
    const [forecast] = data?.targets ?? [];
    expect(
      [forecast?.closing, forecast?.low, forecast?.high].map((text) => text && parseMoney(text)),
    ).toEqual([expected?.closing, expected?.low, expected?.high]);
    expect(
      await forecastsOf(pool(), programme, { ...at, effectiveAsOf: businessDate('2024-01-20') }, smallSizes),
    ).toBeNull();
    expect(
      await forecastsOf(pool(), programme, { ...at, effectiveAsOf: businessDate('2024-06-30') }, smallSizes),
    ).toBeNull();
  });

  it('are shown from their fact on, and change nothing that was known before', async () => {
    const before = await progressIn(pool(), { programme: 'P24', ...at, filters: {} });
    const { targets } = await recordForecast();
    expect(await progressIn(pool(), { programme: 'P24', ...at, filters: {} })).toEqual(before);
    expect(await shown(last + 1, businessDate('2024-03-15'))).toMatchObject({
      seq: last + 1,
      basis: { seq: last, effectiveAsOf: '2024-02-29' },
      closing: targets[0]?.closing,
      interval: { share: '0.8000', low: targets[0]?.low, high: targets[0]?.high },
    });
    expect(await checked()).toEqual([]);
  });

  it('are none of other days, other definitions and narrowed figures', async () => {
    await recordForecast();
    expect(await shown(last + 1, businessDate('2024-02-28'))).toBeNull();
    expect(await shown(last + 1, businessDate('2024-06-30'))).toBeNull();
    expect(
      await shown(last + 1, businessDate('2024-03-15'), { filters: { institution: [bankA] } }),
    ).toBeNull();
    expect(await shown(last + 1, businessDate('2024-03-15'), { version: 1 })).toBeNull();
    const amended = {
      ...measureFact({ code: 'lent', sources: [source], filter: { gte: ['/data/principal', '5.00'] } }),
      type: 'MeasureAmended',
    };
    await applyNext([amended], last + 2);
    await backFilled(pool());
    expect(await shown(last + 1, businessDate('2024-03-15'))).not.toBeNull();
    expect(await shown(last + 2, businessDate('2024-03-15'))).toBeNull();
    await applyNext(
      [{ ...targetFact({ ...target, threshold: '3000.00' }), type: 'TargetAmended' }],
      last + 3,
    );
    expect(await shown(last + 3, businessDate('2024-03-15'))).toBeNull();
  });

  it('are listed newest first, and scored once the period is over', async () => {
    const data = await recordForecast();
    await recordForecast(last + 2);
    const listed = (more: object = {}) =>
      forecastsPage(
        pool(),
        {
          programme: 'P24',
          effectiveAsOf: businessDate('2024-06-29'),
          knownAt: last + 2,
          limit: 10,
          ...more,
        },
        smallSizes,
      );
    const open = await listed();
    expect(open?.items.map(({ seq, score }) => [seq, score])).toEqual([
      [last + 2, null],
      [last + 1, null],
    ]);
    const actual = days.reduce((sum, _, no) => sum + parseMoney(lent(no)), 0n);
    const [closing = '0', low = '0', high = '0'] = [
      data.targets[0]?.closing,
      data.targets[0]?.low,
      data.targets[0]?.high,
    ];
    const error = parseMoney(closing) - actual;
    const over = await listed({ effectiveAsOf: '2024-06-30', limit: 1 });
    expect(over?.items).toMatchObject([
      {
        target: 'LENT',
        version: 1,
        unit: 'CNY',
        score: {
          actual: `${actual / 100n}.00`,
          error: `${error / 100n}.${String(error % 100n).padStart(2, '0')}`,
          isWithin: parseMoney(low) <= actual && actual <= parseMoney(high),
        },
      },
    ]);
    expect(
      (await listed({ effectiveAsOf: '2024-06-30', cursor: over?.next }))?.items.map(({ seq }) => seq),
    ).toEqual([last + 1]);
    expect(await listed({ target: ['OTHER'] })).toMatchObject({ items: [], next: null });
    expect(await listed({ programme: 'NONE' })).toBeNull();
  });

  it('are checked: a wrong, a missing and a surplus row is found', async () => {
    await recordForecast();
    const client = await pool().connect();
    await client.query(
      `insert into projection_checkpoints (name, version, seq) values ('targets', 1, $1)
       on conflict (name) do update set seq = excluded.seq`,
      [last + 1],
    );
    await expectPlantedRowsFound(targetsCheckerWith(smallSizes), client, 'forecast', 'target');
    client.release();
  });
});
