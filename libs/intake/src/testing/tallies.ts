import { type Clock, fixedClock } from '#calendar';
import { record, refuse } from '#decider';
import { type Append, type EventLog, type ManyStreams, openMemoryLog } from '#event-log';
import { institutionStream, loanStream, type StoredFact } from '#facts';
import { asLoanId } from '#identifiers';
import { type DecisionContext, type FoldRequest, Ledger, newFact } from '#recording';
import type { Report, ReportType } from '#reports';
import { currentRules } from '#rules';
import { exampleBank, exampleReport, type ExampleType } from '#testing';
import { readReport } from '../read-report.js';
import { recordReport, recordTogether, type SettledReport } from '../record-report.handler.js';
import type { ReportOutcome } from '../outcome.js';
import { reportDecider, type ReportDecider } from '../report-decider.js';

// A capability of the smallest kind, to see it recorded by: a tally of amounts that must not pass 1,000.00.

export const bank = exampleBank;
export const now = '2024-12-31T04:00:00.000Z';

interface Tally {
  readonly sum: number;
}

const tallyOf = (subject: string): FoldRequest<Tally> => ({
  stream: loanStream(bank, asLoanId(subject)),
  fold: {
    kind: 'tally',
    evolution: {
      initial: { sum: 0 },
      evolve: ({ sum }, { data }) => ({ sum: sum + Number((data as { amount: string }).amount) }),
    },
  },
});

export const reportOf = (type: ExampleType, changes: object = {}, attributes: object = {}): Report => {
  const reading = readReport(exampleReport(type, changes, attributes), bank, '2024-12-31');
  if (reading.outcome !== 'read') throw new Error(JSON.stringify(reading));
  return reading.report;
};

/** A report of an amount under an id. */
export const tallied = (id: string, amount: string, subject = 'L1', extensions: object = {}): Report =>
  reportOf('loan.repaid', { amount }, { id, subject, ...extensions });

export interface Tallying {
  readonly ledger: Ledger;
  /** What the decider was asked with, each time. */
  readonly contexts: DecisionContext[];
  readonly decider: ReportDecider<ReportType>;
  send(report: Report): Promise<ReportOutcome>;
  /** As `send`, by a rule that refuses where nothing was tallied before. */
  sendMore(report: Report): Promise<ReportOutcome>;
  /** Those of one stream that wait together, each by the decider given for it. */
  together(
    reports: readonly Report[],
    deciderFor?: (report: Report) => ReportDecider<ReportType>,
  ): Promise<readonly SettledReport[]>;
  facts(subject: string): Promise<readonly StoredFact[]>;
}

type Decide = ReportDecider<ReportType, Tally, readonly []>['decide'];

export const tallyingOn = (ledger: Ledger): Tallying => {
  const contexts: DecisionContext[] = [];
  const upToLimit: Decide =
    (report, context) =>
    ({ sum }) => {
      contexts.push(context);
      const { amount } = report.data as { readonly amount: string };
      return sum + Number(amount) > 1_000
        ? refuse('REP-R01', '/data/amount', { amount }, { retryable: true })
        : record({ type: 'Tallied', data: { amount } }, ['TIM-W05']);
    };
  const onlyMore: Decide = (report, context) => (tally) =>
    tally.sum === 0 ? refuse('WOF-R02', '/subject') : upToLimit(report, context)(tally);
  const deciderBy = (decide: Decide): ReportDecider<ReportType> =>
    reportDecider<ReportType, Tally>({
      begins: true,
      own: ({ subject }) => tallyOf(subject),
      others: () => [],
      decide,
    });
  const sender = { institution: bank, actor: 'key:k1', correlationId: 'c1' };
  const to = { ledger, log: ledger.log, rules: currentRules };
  const sending = (decide: Decide) => {
    const decider = deciderBy(decide);
    return (report: Report) => recordReport(report, decider, sender, to);
  };
  const usual = deciderBy(upToLimit);
  return {
    ledger,
    contexts,
    decider: usual,
    send: sending(upToLimit),
    sendMore: sending(onlyMore),
    together: (reports, deciderFor = () => usual) =>
      recordTogether(
        reports.map((report) => ({ report, decider: deciderFor(report), sender })),
        to,
      ),
    facts: async (subject) =>
      (await ledger.log.readStreams([{ stream: tallyOf(subject).stream, from: 0 }]))[0] ?? [],
  };
};

type Log = EventLog & ManyStreams;

/** A log whose appends go through `append`. */
export const appendingBy =
  (append: (one: Append, to: Log) => ReturnType<Log['append']>) =>
  (log: Log): Log =>
    Object.assign(Object.create(log) as Log, { append: (one: Append) => append(one, log) });

/** A log whose questions for streams go through `read`. */
export const readingBy =
  (read: (...asked: Parameters<Log['readStreams']>) => void) =>
  (log: Log): Log =>
    Object.assign(Object.create(log) as Log, {
      readStreams: async (...asked: Parameters<Log['readStreams']>) => {
        read(...asked);
        return log.readStreams(...asked);
      },
    });

/** Over an empty log, where the bank is registered and reports from 2024-03-01 on. */
export const setUp = async (
  changed: (log: Log) => Log = (log) => log,
  clock: Clock = fixedClock(Date.parse(now)),
): Promise<Tallying & { institution(type: string, more?: object): Promise<void> }> => {
  const { log, index } = openMemoryLog();
  let revision: number | 'none' = 'none';
  const institution = async (type: string, more: object = {}): Promise<void> => {
    const data = {
      code: bank,
      name: { zh: '银行', en: 'Bank' },
      kind: 'BANK',
      lei: null,
      cnaps: null,
      reportingFrom: '2024-03-01',
      ...more,
    };
    const fact = newFact({ type, data }, { actor: 'registry', correlationId: null }, clock.now(), {
      institution: bank,
    });
    await log.append({ stream: institutionStream(bank), expectedRevision: revision, facts: [fact] });
    revision = revision === 'none' ? 0 : revision + 1;
  };
  await institution('InstitutionRegistered');
  return { ...tallyingOn(new Ledger(changed(log), index, clock)), institution };
};
