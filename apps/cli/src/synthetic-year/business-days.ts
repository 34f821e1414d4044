import { type BusinessDate, businessDate, workingDaysBetween } from '#calendar';
import { placesByWeight } from './draws.js';

/*
 * The days of 2024 on which banks report, with how much business falls on each. A day is known by its place: 0 is 2023-12-31, of which the
 * opening positions are, and the working days of the year follow. Days of the calendar are counted from 1970-01-01.
 */

const datesOf = (days: string): readonly string[] => days.split(' ').map((day) => `2024-${day}`);

const holidays = {
  off: datesOf(
    '01-01 02-12 02-13 02-14 02-15 02-16 04-04 04-05 05-01 05-02 05-03 06-10 09-16 09-17 10-01 10-02 10-03 10-04 10-07',
  ),
  worked: datesOf('02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12'),
};

const dayMs = 86_400_000;
const numberOf = (date: string): number => Date.parse(date) / dayMs;

const firstText = numberOf('2015-01-01');
const texts = Array.from({ length: 6_000 }, (_, no) =>
  businessDate(new Date((firstText + no) * dayMs).toISOString().slice(0, 10)),
);

/** `YYYY-MM-DD`, from 2015 to 2031. */
export const dateText = (dayNumber: number): BusinessDate => {
  const text = texts[dayNumber - firstText];
  if (text === undefined) throw new RangeError(`no date is made for day ${dayNumber}`);
  return text;
};

export const openingDay = numberOf('2023-12-31');

/** By place, as numbers of days. */
export const reportingDays: readonly number[] = [
  openingDay,
  ...workingDaysBetween('2024-01-01', '2024-12-31', holidays).map(numberOf),
];

export const lastPlace = reportingDays.length - 1;

export const dayAt = (place: number): number => reportingDays[place] ?? openingDay;

/** The first place on or after a day; beyond the last place when the year has none. */
const placeFrom = (dayNumber: number): number => {
  const place = reportingDays.findIndex((day) => day >= dayNumber);
  return place < 0 ? lastPlace + 1 : place;
};

/** Per cent of the year's business that falls into a month. */
const monthWeights = [12.5, 6.5, 11, 6.5, 7, 10.5, 6, 7, 9.5, 6, 7.5, 10];
/** That many last working days of a month take that share of it. */
const monthEnd = { days: 3, share: 0.25 };

const monthOf = (place: number): number => Number(dateText(dayAt(place)).slice(5, 7));

const weights = reportingDays.map((_, place) => {
  if (place === 0) return 0;
  const month = monthOf(place);
  const places = reportingDays.flatMap((__, each) => (each > 0 && monthOf(each) === month ? [each] : []));
  const isLast = places.indexOf(place) >= places.length - monthEnd.days;
  const share = isLast
    ? monthEnd.share / monthEnd.days
    : (1 - monthEnd.share) / (places.length - monthEnd.days);
  return (monthWeights[month - 1] ?? 0) * share;
});

/** The place of a day, as business is spread over the year. */
export const businessDay = placesByWeight(weights);

/** The last working day of a month, or the first of the next. */
export const monthEndPlace = (month: number): number =>
  month === 12 ? lastPlace : placeFrom(numberOf(`2024-${String(month + 1).padStart(2, '0')}-01`)) - 1;
