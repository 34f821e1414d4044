import { type BusinessDate, addDays } from '#calendar';
import type { AnomalySignal } from '#contract';
import type { CalendarSet } from '#facts';
import { parseMoney } from '#money';
import { type LendingDay, type Month, monthEndSpike, monthOf, shareOfMonth, totalOf } from './bank-months.js';
import { groupedBy, type KeptSignal } from './candidate.js';
import { type Hit, measured } from './hit.js';
import type { Examined, Queryable, Search } from './kept-hits.query.js';
import { type ReportingDay, type ReportingInstitution, silences } from './reporting.js';

/* Signals that are aggregated when they are queried, one institution after another. */

export type BankSignal = Exclude<AnomalySignal, KeptSignal>;

interface Institution {
  readonly code: string;
  readonly page: ReportingInstitution;
}

interface Asked extends Search {
  readonly years: readonly CalendarSet['data'][];
}

type OfInstitution = (institution: Institution, asked: Asked) => Promise<readonly Examined[]>;

interface DayRow extends ReportingDay {
  readonly day: BusinessDate;
}

const reportingDays = async (database: Queryable, institution: string): Promise<readonly DayRow[]> => {
  const { rows } = await database.query<{ day: BusinessDate; page: ReportingDay }>(
    'select day, page from signal_reporting_day where institution = $1 order by day',
    [institution],
  );
  return rows.map(({ day, page }) => ({ ...page, day }));
};

const monthNameOf = ({ day }: { readonly day: BusinessDate }): string => day.slice(0, 7);

const ofMonth = (
  signal: BankSignal,
  code: string,
  { name }: Month,
  found: Pick<Hit, 'measured' | 'period' | 'on' | 'factsInAll'> | undefined,
  seqs: readonly number[],
): Examined => {
  const key = `${code} ${name}`;
  const about = { signal, key, institutions: [code], institution: code, borrowerKey: null, loanId: null };
  return { key, hit: found && { ...about, ...found, seqs } };
};

const shareOfReports =
  (
    signal: BankSignal,
    {
      count,
      facts,
    }: { readonly count: 'late' | 'corrections'; readonly facts: 'lateFacts' | 'correctionFacts' },
  ): OfInstitution =>
  async ({ code }, { database, asOf, thresholds }) => {
    const months = groupedBy(await reportingDays(database, code), monthNameOf);
    return [...months].map(([name, days]) => {
      const month = monthOf(name, asOf);
      const found = shareOfMonth(
        month,
        { part: totalOf(days, count), whole: totalOf(days, 'reports') },
        thresholds,
      );
      return ofMonth(
        signal,
        code,
        month,
        found,
        days.flatMap((day) => day[facts]),
      );
    });
  };

/** A refusal leaves no fact, so this signal reads the list of refusals, which is kept for 400 days by default (`XUDAI_REFUSALS_DAYS`). */
const manyRefusals: OfInstitution = async ({ code }, { database, asOf, thresholds }) => {
  const { rows } = await database.query<{ name: string; refused: number }>(
    `select to_char(at at time zone 'UTC' + interval '8 hours', 'YYYY-MM') as name, count(*)::integer as refused
       from refusals where institution = $1 group by 1 order by 1`,
    [code],
  );
  const months = groupedBy(await reportingDays(database, code), monthNameOf);
  return rows.map(({ name, refused }) => {
    const month = monthOf(name, asOf);
    const whole = refused + totalOf(months.get(name) ?? [], 'reports');
    const found = shareOfMonth(month, { part: refused, whole }, thresholds);
    return ofMonth('many-refusals', code, month, found && { ...found, factsInAll: 0 }, []);
  });
};

const lendingDays = async (database: Queryable, institution: string): Promise<readonly LendingDay[]> => {
  const { rows } = await database.query<{ day: BusinessDate; amount: string; loans: number }>(
    `select day::text as day, sum(amount)::text as amount, count(*)::integer as loans
       from signal_movement where institution = $1 and kind = 'issued' group by day order by day`,
    [institution],
  );
  return rows.map(({ day, amount, loans }) => ({ day, loans, fen: parseMoney(amount) }));
};

const mostNamed = 20;

const lentBetween = async (
  database: Queryable,
  institution: string,
  { from, to }: { readonly from: BusinessDate; readonly to: BusinessDate },
): Promise<readonly number[]> => {
  const { rows } = await database.query<{ seq: number }>(
    `select seq::float8 as seq from signal_movement
      where institution = $1 and kind = 'issued' and day between $2 and $3 order by seq limit ${mostNamed}`,
    [institution, from, to],
  );
  return rows.map(({ seq }) => seq);
};

const spikes: OfInstitution = async ({ code }, { database, asOf, thresholds, years }) => {
  const examined: Examined[] = [];
  for (const [name, days] of groupedBy(await lendingDays(database, code), monthNameOf)) {
    const month = monthOf(name, asOf);
    const found = monthEndSpike(month, days, thresholds, years);
    const seqs = found ? await lentBetween(database, code, found.period) : [];
    examined.push(ofMonth('month-end-spike', code, month, found, seqs));
  }
  return examined;
};

const silent: OfInstitution = async ({ code, page }, { database, asOf, thresholds, years }) => {
  if (page.kind !== 'BANK') return [];
  const { workingDays } = thresholds;
  const reported = await reportingDays(database, code);
  return silences(page, reported, addDays(asOf, -1), years).map(({ days, seqs }): Examined => {
    const [from = ''] = days;
    const key = `${code} ${from}`;
    const on = days[workingDays - 1];
    return {
      key,
      hit:
        on === undefined
          ? undefined
          : {
              signal: 'silent',
              key,
              institutions: [code],
              institution: code,
              borrowerKey: null,
              loanId: null,
              period: { from, to: days.at(-1) ?? on },
              on,
              measured: [measured('workingDays', days.length, workingDays)],
              seqs,
              factsInAll: seqs.length,
            },
    };
  });
};

const ofInstitution: Readonly<Record<BankSignal, OfInstitution>> = {
  'late-reports': shareOfReports('late-reports', { count: 'late', facts: 'lateFacts' }),
  'many-corrections': shareOfReports('many-corrections', { count: 'corrections', facts: 'correctionFacts' }),
  'many-refusals': manyRefusals,
  'month-end-spike': spikes,
  silent,
};

/** The calendars for working days. */
const readYears = async (database: Queryable): Promise<readonly CalendarSet['data'][]> => {
  const { rows } = await database.query<{ page: CalendarSet['data'] }>(
    `select page from signal_calendar where code = 'CN'`,
  );
  return rows.map(({ page }) => page);
};

/** The institutions from that of the cursor on, including it, since its list may go on. */
const readInstitutions = async ({
  database,
  institutions,
  after,
}: Search): Promise<readonly Institution[]> => {
  const { rows } = await database.query<Institution>(
    `select code, page from signal_institution
      where code >= $1 and ($2::text[] is null or code = any($2)) order by code`,
    [after.split(' ')[0], institutions],
  );
  return rows;
};

export async function* bankHits(signal: BankSignal, search: Search): AsyncGenerator<Examined> {
  const years = await readYears(search.database);
  for (const institution of await readInstitutions(search))
    for (const examined of await ofInstitution[signal](institution, { ...search, years }))
      if (examined.key > search.after) yield examined;
}
