import { type BusinessDate, businessDate, workingDaysBetween } from '#calendar';
import type { CalendarSet } from '#facts';
import type { ReportingDay, ReportingInstitution } from './reporting.js';

/* Working days on which a bank that was to report reported nothing. */

/** Days of reporting with what was reported, in order. */
export interface ReportedDay extends Pick<ReportingDay, 'firstSeq' | 'lastSeq'> {
  readonly day: BusinessDate;
}

/** Working days one after another without a report. */
export interface Silence {
  readonly days: readonly BusinessDate[];
  /** The last report before it, and the first after it, where there are such. */
  readonly seqs: readonly number[];
}

const yearOf = (day: BusinessDate): number => Number(day.slice(0, 4));

/** Those of years that a calendar was set for. */
const workingDays = (
  from: BusinessDate,
  to: BusinessDate,
  years: readonly CalendarSet['data'][],
): readonly BusinessDate[] =>
  years
    .filter(({ year }) => year >= yearOf(from) && year <= yearOf(to))
    .toSorted((one, other) => one.year - other.year)
    .flatMap((calendar) => {
      const [first, last] = [businessDate(`${calendar.year}-01-01`), businessDate(`${calendar.year}-12-31`)];
      return workingDaysBetween(from > first ? from : first, to < last ? to : last, calendar);
    });

const isSuspended = ({ changes }: ReportingInstitution, day: BusinessDate): boolean =>
  changes.findLast((change) => change.day <= day)?.suspended ?? false;

/** Of the days up to `upTo`, the last that is over. While it is suspended an institution cannot report, and is not waited for. */
export const silences = (
  institution: ReportingInstitution,
  reported: readonly ReportedDay[],
  upTo: BusinessDate,
  years: readonly CalendarSet['data'][],
): readonly Silence[] => {
  const { reportingFrom, registered } = institution;
  const since = reportingFrom > registered ? reportingFrom : registered;
  const byDay = new Map(reported.map((each) => [each.day, each]));
  const found: { days: BusinessDate[]; before: number | undefined; after: number | undefined }[] = [];
  let open: (typeof found)[number] | undefined;
  const days = workingDays(since, upTo, years).filter(
    (day) => byDay.has(day) || !isSuspended(institution, day),
  );
  // A report on a day off ends a silence as well.
  const all = [...new Set([...days, ...byDay.keys()])].toSorted();
  let before: number | undefined;
  for (const day of all) {
    const report = byDay.get(day);
    if (report) {
      if (open) open.after = report.firstSeq;
      open = undefined;
      before = report.lastSeq;
    } else if (open) open.days.push(day);
    else {
      open = { days: [day], before, after: undefined };
      found.push(open);
    }
  }
  return found.map(({ days: silent, before: last, after }) => ({
    days: silent,
    seqs: [last, after].filter((seq) => seq !== undefined),
  }));
};
