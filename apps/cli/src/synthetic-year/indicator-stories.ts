import { dateText, dayAt, lastPlace, monthEndPlace, openingDay } from './business-days.js';
import { bankCount, institutionAt } from './institutions.js';
import type { Sizes } from './sizes.js';
import { percent, type Step, type Story, yuan } from './story.js';

/* What institutions report of themselves, as at the ends of quarters: all of it grows to what is said here, at scale 1. */

interface Indicator {
  readonly code: string;
  /** Yuan, or a count. */
  readonly unit: 'CNY' | 'COUNT';
  readonly atYearEnd: number;
  /** Who reports it, by number; banks by their share of business, others alike. */
  readonly by: readonly number[];
}

const numbers = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, no) => from + no);
const banks = numbers(0, bankCount);

const indicators: readonly Indicator[] = [
  { code: 'tech-loan-balance', unit: 'CNY', atYearEnd: 1_560_000_000_000, by: banks },
  { code: 'green-loan-balance', unit: 'CNY', atYearEnd: 1_610_000_000_000, by: banks },
  { code: 'tech-branches-opened', unit: 'COUNT', atYearEnd: 13, by: numbers(0, 4) },
  {
    code: 'inclusive-insurance-cover-added',
    unit: 'CNY',
    atYearEnd: 213_000_000_000,
    by: numbers(bankCount, 1),
  },
  { code: 'pension-premium', unit: 'CNY', atYearEnd: 1_030_000_000, by: numbers(bankCount + 1, 1) },
  { code: 'medical-account-policies', unit: 'COUNT', atYearEnd: 118_000, by: numbers(bankCount + 2, 1) },
  { code: 'guarantee-balance', unit: 'CNY', atYearEnd: 88_000_000_000, by: numbers(bankCount + 3, 1) },
];

const reporters = indicators.flatMap((indicator) =>
  indicator.by.map((institution) => ({ indicator, institution })),
);

export const indicatorStories = reporters.length;

const quarters = [
  { month: 3, days: 91, grown: 82 },
  { month: 6, days: 182, grown: 89 },
  { month: 9, days: 274, grown: 95 },
  { month: 12, days: 366, grown: 100 },
];

/** Reported two working days after the end of the quarter; the last one on the last day. */
export const indicatorStory = ({ scale }: Sizes, no: number): Story => {
  const { indicator, institution } = reporters[no] ?? { indicator: undefined, institution: 0 };
  if (!indicator) throw new RangeError(`no indicator is reported by the number ${no}`);
  const { code, unit, atYearEnd, by } = indicator;
  const share = institutionAt(institution).share || 1;
  const among = by.length === 1 ? 1 : by.reduce((sum, each) => sum + institutionAt(each).share, 0);
  const units = unit === 'CNY' ? 100 : 1;
  const final = Math.ceil(((atYearEnd * scale * share) / among) * units);
  const steps = quarters.map(({ month, days, grown }): Step => {
    const end = monthEndPlace(month);
    const place = Math.min(lastPlace, end + 2);
    const asAt = openingDay + days;
    const amount = percent(final, grown);
    return {
      type: 'indicator.reported',
      place,
      effective: dayAt(place),
      data: { value: unit === 'CNY' ? yuan(amount) : String(amount), unit, asAt: dateText(asAt) },
      amount,
      flags: [],
    };
  });
  return { institution, subject: code, borrower: null, steps };
};
