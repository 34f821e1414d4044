import type { SequencedFact } from '#facts';
import type { Thresholds } from '../candidate.js';
import { dayOf, fen, type Loan, loansOf, type Loose, standingOf } from './standing-anew.js';

// Of the months of institutions once more, plainly.

const isWeekday = (day: string): boolean => ![0, 6].includes(new Date(day).getUTCDay());

/** The last weekdays of a month, plainly counted back from its last day. */
const lastWeekdays = (month: string, count: number): string => {
  const day = new Date(`${month}-01`);
  day.setUTCMonth(day.getUTCMonth() + 1);
  for (let left = count; left > 0;) {
    day.setUTCDate(day.getUTCDate() - 1);
    if (isWeekday(day.toISOString().slice(0, 10))) left -= 1;
  }
  return day.toISOString().slice(0, 10);
};

/** Of each institution and month, as `signal institution month part of whole`; days off are weekends. */
export const monthsAnew = (
  all: readonly SequencedFact[],
  { share, workingDays }: Thresholds,
): readonly string[] => {
  const found = new Set<string>();
  const above = (part: number, whole: number): boolean =>
    part * 10_000 > whole * Math.round(Number(share) * 10_000);
  const reports = (all as readonly Loose[]).filter(({ metadata }) => metadata.reportId !== null);
  for (const { institution, recordedAt } of reports) {
    const month = new Date(Date.parse(recordedAt) + 8 * 3_600_000).toISOString().slice(0, 7);
    const own = reports.filter((each) => each.institution === institution);
    const late = own.filter(({ metadata }) => metadata.flags.includes('TIM-W05')).length;
    const changes = own.filter(
      ({ type }) => type.startsWith('FactCorrected') || type.startsWith('FactReversed'),
    );
    if (above(late, own.length)) found.add(`late-reports ${institution} ${month} ${late}`);
    if (above(changes.length, own.length))
      found.add(`many-corrections ${institution} ${month} ${changes.length}`);
  }
  const issued = loansOf(standingOf(all)).filter(({ begun }) => begun.type === 'LoanIssued');
  for (const { begun } of issued) {
    const month = dayOf(begun).slice(0, 7);
    const own = issued.filter(
      (other) => other.begun.institution === begun.institution && dayOf(other.begun).startsWith(month),
    );
    const last = own.filter((other) => dayOf(other.begun) >= lastWeekdays(month, workingDays));
    const sum = (loans: readonly Loan[]): number =>
      loans.reduce((total, each) => total + fen(each.begun.data.principal), 0);
    if (month.startsWith('2024') && above(sum(last), sum(own)))
      found.add(`month-end-spike ${begun.institution} ${month} ${last.length}`);
  }
  return [...found].sort();
};
