import {
  type BusinessDate,
  type Span,
  addDays,
  addMonths,
  businessDate,
  workingDaysBetween,
} from '#calendar';
import type { CalendarSet } from '#facts';
import { type Hit, isAbove, measured, shareOf } from './hit.js';
import type { ReportingDay } from './reporting.js';
import type { Thresholds } from './candidate.js';

/* Signals from an institution's months: its share of lending at the end of a month, and how it reported. */

/** A calendar month, up to the current day. */
export interface Month {
  readonly name: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** `name`: `YYYY-MM`; `asOf`: the current day. */
export const monthOf = (name: string, asOf: BusinessDate): Month => {
  const from = businessDate(`${name}-01`);
  const last = addDays(addMonths(from, 1), -1);
  return { name, from, to: last < asOf ? last : asOf };
};

/** The lending of a day, in fen, with the number of loans. */
export interface LendingDay {
  readonly day: BusinessDate;
  readonly fen: bigint;
  readonly loans: number;
}

interface Found extends Pick<Hit, 'measured' | 'on' | 'factsInAll'> {
  readonly period: Span;
}

const lastDay = businessDate('9999-12-31');

/** The first of the last working days of a month; undefined without a calendar, or where the month is not over. */
const monthEnd = (
  { name, from, to }: Month,
  workingDays: number,
  years: readonly CalendarSet['data'][],
): BusinessDate | undefined => {
  const calendar = years.find(({ year }) => String(year) === name.slice(0, 4));
  if (!calendar || monthOf(name, lastDay).to !== to) return undefined;
  return workingDaysBetween(from, to, calendar).at(-workingDays);
};

/** `days`: the days of this month with lending. */
export const monthEndSpike = (
  month: Month,
  days: readonly LendingDay[],
  { workingDays, share }: Thresholds,
  years: readonly CalendarSet['data'][],
): Found | undefined => {
  const from = monthEnd(month, workingDays, years);
  if (from === undefined) return undefined;
  const last = days.filter(({ day }) => day >= from);
  const sum = (of: readonly LendingDay[]): bigint => of.reduce((total, { fen }) => total + fen, 0n);
  const [part, whole] = [sum(last), sum(days)];
  if (whole === 0n || !isAbove(part, whole, share)) return undefined;
  return {
    on: month.to,
    period: { from, to: month.to },
    measured: [measured('share', shareOf(part, whole), share), measured('workingDays', workingDays)],
    factsInAll: last.reduce((loans, day) => loans + day.loans, 0),
  };
};

/** The counts and facts of a share of a month; undefined unless it is above the threshold. */
export const shareOfMonth = (
  { from, to }: Month,
  { part, whole }: { readonly part: number; readonly whole: number },
  { share }: Thresholds,
): Found | undefined =>
  isAbove(BigInt(part), BigInt(whole), share)
    ? {
        on: to,
        period: { from, to },
        measured: [
          measured('share', shareOf(BigInt(part), BigInt(whole)), share),
          measured('reports', whole),
        ],
        factsInAll: part,
      }
    : undefined;

export const totalOf = (days: readonly ReportingDay[], count: 'reports' | 'late' | 'corrections'): number =>
  days.reduce((sum, day) => sum + day[count], 0);
