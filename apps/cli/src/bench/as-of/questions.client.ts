import { dateText, openingDay } from '../../synthetic-year/business-days.js';
import { Draws } from '../../synthetic-year/draws.js';
import { bankCount, institutionAt } from '../../synthetic-year/parties.js';
import { quantile } from '../interleaved.js';
import { type PostgresServer, usedMs } from '../processor-time.process.js';
import { oneTargetProgramme } from './setting-facts.js';

/** Of one kind of question: milliseconds by the clock, and of processor time in registry and database. */
export interface Asked {
  readonly name: string;
  readonly count: number;
  readonly clockMs: { readonly p50: number; readonly p99: number };
  readonly processorMs: { readonly p50: number; readonly p99: number };
  /** At most, at the p99. */
  readonly ask: string;
  /** Answers that were none, with their statuses. */
  readonly failed: readonly number[];
}

interface Question {
  readonly name: string;
  readonly ask: string;
  readonly path: (draws: Draws) => string;
}

const anyDay = (draws: Draws): string => dateText(openingDay + 1 + draws.below(366));

/** A day, and a fact of the last nine tenths of the log. */
const anyCut = (draws: Draws, facts: number): string =>
  `effectiveAsOf=${anyDay(draws)}&knownAt=${Math.floor(facts * 0.1) + 1 + draws.below(Math.floor(facts * 0.9))}`;

const anyBank = (draws: Draws): string => institutionAt(draws.below(bankCount)).code;

/** Of a loan that there is. */
type LoanIds = Readonly<Record<'institution' | 'loanId', string>>;

export const questionsOf = (facts: number, loans: readonly LoanIds[]): readonly Question[] => [
  {
    name: 'one bank and target, any day, any fact',
    ask: facts > 3_000_000 ? '25 ms' : '10 ms',
    path: (draws) =>
      `/v1/programmes/${oneTargetProgramme}/progress?institution=${anyBank(draws)}&${anyCut(draws, facts)}`,
  },
  {
    name: 'whole progress, now',
    ask: '150 ms',
    path: () => '/v1/programmes/SH24/progress?effectiveAsOf=2024-12-31',
  },
  {
    name: 'whole progress, any day, any fact',
    ask: '150 ms',
    path: (draws) => `/v1/programmes/SH24/progress?${anyCut(draws, facts)}`,
  },
  {
    name: 'whole progress of one bank, any day, any fact',
    ask: '150 ms',
    path: (draws) => `/v1/programmes/SH24/progress?institution=${anyBank(draws)}&${anyCut(draws, facts)}`,
  },
  {
    name: 'series by month, any fact',
    ask: '–',
    path: (draws) =>
      `/v1/measures/renewal-volume/series?interval=month&from=2024-01-01&${anyCut(draws, facts)}`,
  },
  {
    name: 'series by day of one bank, any fact',
    ask: '–',
    path: (draws) =>
      `/v1/measures/renewal-volume/series?interval=day&from=2024-01-01&institution=${anyBank(draws)}&${anyCut(draws, facts)}`,
  },
  ...['institution', 'district,size'].map((by) => ({
    name: `breakdown by ${by}, any fact`,
    ask: '–',
    path: (draws: Draws) => `/v1/measures/renewal-volume/breakdown?by=${by}&${anyCut(draws, facts)}`,
  })),
  {
    name: 'a loan',
    ask: '–',
    path: (draws) => {
      const { institution, loanId } = loans[draws.below(loans.length)] ?? { institution: '', loanId: '' };
      return `/v1/loans/${institution}/${loanId}`;
    },
  },
  {
    name: 'a list of 100 loans of a bank',
    ask: '–',
    path: (draws) => `/v1/loans?limit=100&institution=${anyBank(draws)}`,
  },
];

interface Asking {
  readonly base: string;
  readonly key: string;
  readonly registryPid: number;
  readonly postgres: PostgresServer;
  readonly count: number;
}

/** Before any is counted: connections and plans are found, and what answers is compiled, as in a registry that was asked before. */
const warmUp = { questions: 20, ms: 1_000 };

/** One answer after the other; ends early where four were errors. */
export const ask = async (question: Question, asking: Asking): Promise<Asked> => {
  const { base, key, registryPid, postgres, count } = asking;
  const draws = new Draws(17, 40, question.name.length);
  const headers = { authorization: `Bearer ${key}` };
  const used = (): number => postgres.ofThoseKnownMs() + usedMs(registryPid);
  const [clock, processor, failed]: [number[], number[], number[]] = [[], [], []];
  const answered = async (): Promise<void> => {
    const answer = await fetch(base + question.path(draws), { headers });
    await answer.arrayBuffer();
    if (!answer.ok) failed.push(answer.status);
  };
  const warmAt = performance.now() + warmUp.ms;
  for (let no = 0; (no < warmUp.questions || performance.now() < warmAt) && failed.length <= 3; no += 1)
    await answered();
  postgres.lookAgain();
  for (let no = 0; no < count && failed.length <= 3; no += 1) {
    const [usedBefore, askedAt] = [used(), performance.now()];
    await answered();
    clock.push(performance.now() - askedAt);
    processor.push(used() - usedBefore);
  }
  const ends = (values: readonly number[]) => ({ p50: quantile(values, 0.5), p99: quantile(values, 0.99) });
  return {
    name: question.name,
    count: clock.length,
    clockMs: ends(clock),
    processorMs: ends(processor),
    ask: question.ask,
    failed,
  };
};
