import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import { asWritten } from '#testing';
import { type LendingDay, monthEndSpike, monthOf, shareOfMonth, totalOf } from './bank-months.js';
import { defaultThresholds, type Thresholds } from './candidate.js';

/* What an institution's month is, and where its thresholds lie. */

const ended = businessDate('2024-07-10');

/** June 2024 had 19 working days; its last three were the 26th to the 28th, a Friday. */
const calendars: Parameters<typeof monthEndSpike>[3] = asWritten([
  { code: 'CN', year: 2024, off: ['2024-06-10'], worked: [] },
]);

const lent = (day: string, fen: bigint, loans = 1): LendingDay => ({ day: businessDate(day), fen, loans });

const spike = (
  days: readonly LendingDay[],
  {
    asOf = ended,
    years = calendars,
    ...more
  }: Partial<Thresholds> & { asOf?: typeof ended; years?: typeof calendars } = {},
) =>
  monthEndSpike(
    monthOf('2024-06', asOf),
    days,
    { ...defaultThresholds['month-end-spike'], ...more } as Thresholds,
    years,
  );

describe('a month', () => {
  it('ends on its last day, or today while it runs', () => {
    expect(monthOf('2024-02', ended)).toEqual({ name: '2024-02', from: '2024-02-01', to: '2024-02-29' });
    expect(monthOf('2024-07', ended)).toEqual({ name: '2024-07', from: '2024-07-01', to: '2024-07-10' });
  });
});

describe('lending at the end of a month', () => {
  it('is listed from the first of the last working days on, above the share and not at it', () => {
    const found = spike([
      lent('2024-06-25', 6_499n),
      lent('2024-06-26', 1_500n, 2),
      lent('2024-06-30', 2_001n),
    ]);
    expect(found).toEqual({
      on: '2024-06-30',
      period: { from: '2024-06-26', to: '2024-06-30' },
      measured: [
        { name: 'share', value: '0.3501', threshold: '0.35' },
        { name: 'workingDays', value: '3', threshold: null },
      ],
      factsInAll: 3,
    });
    expect(spike([lent('2024-06-25', 6_500n), lent('2024-06-26', 3_500n)])).toBeUndefined();
    expect(spike([lent('2024-06-24', 6_499n), lent('2024-06-25', 3_501n)], { workingDays: 4 })).toMatchObject(
      {
        period: { from: '2024-06-25' },
      },
    );
  });

  it('is not judged while the month runs, without a calendar, or where nothing was lent', () => {
    const last = [lent('2024-06-28', 1n)];
    expect(spike(last)).toBeDefined();
    expect(spike(last, { asOf: businessDate('2024-06-29') })).toBeUndefined();
    expect(spike(last, { asOf: businessDate('2024-06-30') })).toBeDefined();
    expect(spike(last, { years: [] })).toBeUndefined();
    expect(spike([], { share: '0' })).toBeUndefined();
  });
});

describe('a share of the reports of a month', () => {
  it('is listed above the threshold and not at it', () => {
    const month = monthOf('2024-07', ended);
    const share = (part: number) =>
      shareOfMonth(month, { part, whole: 200 }, { share: '0.05' } as Thresholds);
    expect(share(10)).toBeUndefined();
    expect(share(11)).toEqual({
      on: '2024-07-10',
      period: { from: '2024-07-01', to: '2024-07-10' },
      measured: [
        { name: 'share', value: '0.0550', threshold: '0.05' },
        { name: 'reports', value: '200', threshold: null },
      ],
      factsInAll: 11,
    });
  });

  it('is of the counts of all its days', () => {
    const day = { firstSeq: 1, lastSeq: 9, lateFacts: [], correctionFacts: [] };
    const days = [
      { ...day, reports: 5, late: 2, corrections: 1 },
      { ...day, reports: 7, late: 0, corrections: 3 },
    ];
    expect((['reports', 'late', 'corrections'] as const).map((count) => totalOf(days, count))).toEqual([
      12, 2, 4,
    ]);
  });
});
