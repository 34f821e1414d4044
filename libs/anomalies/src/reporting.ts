import { type BusinessDate, businessDate, shanghaiDayOf, workingDaysBetween } from '#calendar';
import { type CalendarSet, factsOf, type InstitutionKind, type SequencedFact } from '#facts';
import { column, existing, readTable, type RowFold } from '#projections';

/* How institutions report: counts by day, and the days on which they were to report. */

/** When an institution began to report, and was suspended and reinstated, by Shanghai days. */
export interface ReportingInstitution {
  readonly kind: InstitutionKind;
  readonly reportingFrom: BusinessDate;
  readonly registered: BusinessDate;
  readonly changes: readonly { readonly day: BusinessDate; readonly suspended: boolean }[];
}

const institutionFact = factsOf('institution');

const dayRecorded = ({ recordedAt }: Pick<SequencedFact, 'recordedAt'>): BusinessDate =>
  shanghaiDayOf(recordedAt);

const institution = (
  page: ReportingInstitution | undefined,
  sequenced: SequencedFact,
): ReportingInstitution | undefined => {
  const fact = institutionFact(sequenced);
  if (!fact) return page;
  const day = dayRecorded(fact);
  if (fact.type === 'InstitutionRegistered') {
    const { kind, reportingFrom } = fact.data;
    return { kind, reportingFrom, registered: day, changes: [] };
  }
  const known = existing(page, fact);
  if (fact.type === 'InstitutionAmended') {
    const { kind, reportingFrom } = fact.data;
    return { ...known, kind, reportingFrom };
  }
  return {
    ...known,
    changes: [...known.changes, { day, suspended: fact.type === 'InstitutionSuspended' }],
  };
};

export const signalInstitutions: RowFold<ReportingInstitution> = {
  table: readTable('signal_institution', { code: column.key, page: column.json }),
  keysOf: (sequenced) => {
    const fact = institutionFact(sequenced);
    return fact ? [[fact.institution]] : [];
  },
  fold: institution,
};

const calendarFact = factsOf('calendar');

export const signalCalendars: RowFold<CalendarSet['data']> = {
  table: readTable('signal_calendar', { code: column.key, year: column.key, page: column.json }),
  keysOf: (sequenced) => {
    const fact = calendarFact(sequenced);
    return fact ? [[fact.data.code, String(fact.data.year)]] : [];
  },
  fold: (page, sequenced) => calendarFact(sequenced)?.data ?? page,
};

/** The reports of an institution recorded on a day, including those that were corrected or reversed later. */
export interface ReportingDay {
  readonly reports: number;
  /** Reports recorded more than a calendar day after their effective date (`TIM-W05`). */
  readonly late: number;
  /** Corrections and reversals. */
  readonly corrections: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Seqs of the first late reports; `late` counts all. */
  readonly lateFacts: readonly number[];
  readonly correctionFacts: readonly number[];
}

/** Seqs kept for a day: enough to look into it, and bounded, so that rows do not grow with the number of reports. */
const mostKept = 10;

const kept = (seqs: readonly number[], seq: number, isOne: boolean): readonly number[] =>
  isOne && seqs.length < mostKept ? [...seqs, seq] : seqs;

/** Only facts of reports have a report id. */
const isReport = ({ institution: sender, metadata }: SequencedFact): boolean =>
  sender !== null && metadata.reportId !== null;

export const signalReportingDays: RowFold<ReportingDay> = {
  table: readTable('signal_reporting_day', { institution: column.key, day: column.key, page: column.json }),
  keysOf: (fact) => (isReport(fact) ? [[fact.institution ?? '', dayRecorded(fact)]] : []),
  fold: (before, { seq, type, metadata }) => {
    const page = before ?? {
      reports: 0,
      late: 0,
      corrections: 0,
      firstSeq: seq,
      lateFacts: [],
      correctionFacts: [],
    };
    const isLate = metadata.flags.includes('TIM-W05');
    const isCorrection = type === 'FactCorrected' || type === 'FactReversed';
    return {
      reports: page.reports + 1,
      late: page.late + (isLate ? 1 : 0),
      corrections: page.corrections + (isCorrection ? 1 : 0),
      firstSeq: page.firstSeq,
      lastSeq: seq,
      lateFacts: kept(page.lateFacts, seq, isLate),
      correctionFacts: kept(page.correctionFacts, seq, isCorrection),
    };
  },
};

/* Silences: working days on which a bank was to report and did not. */

/** A day with reports, with its first and last seq. */
interface ReportedDay extends Pick<ReportingDay, 'firstSeq' | 'lastSeq'> {
  readonly day: BusinessDate;
}

/** Consecutive working days without a report. */
interface Silence {
  readonly days: readonly BusinessDate[];
  /** Seqs of the last report before it and of the first after it, where they exist. */
  readonly seqs: readonly number[];
}

const yearOf = (day: BusinessDate): number => Number(day.slice(0, 4));

/** The working days of years with a calendar. */
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

/** The silences up to `upTo`, the last day that is over. Days of suspension do not count, since a suspended institution cannot report. */
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
  // A report on a day off also ends a silence.
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
