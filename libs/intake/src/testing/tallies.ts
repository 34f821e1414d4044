import { type Clock, fixedClock } from '#calendar';
import { record, refuse } from '#decider';
import { type EventLog, type ManyStreams, openMemoryLog } from '#event-log';
import { institutionStream, loanStream, type StoredFact } from '#facts';
import { asLoanId } from '#identifiers';
import { type DecisionContext, type FoldRequest, Ledger, newFact } from '#recording';
import type { Report, ReportType } from '#reports';
import { currentRules } from '#rules';
import { exampleBank, exampleReport, type ExampleType } from '#testing';
import { readReport } from '../read-report.js';
import { recordReport } from '../record-report.handler.js';
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

const reportOf = (type: ExampleType, changes: object = {}, attributes: object = {}): Report => {
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
  const sending = (decide: Decide) => {
    const decider = deciderBy(decide);
    const sender = { institution: bank, actor: 'key:k1', correlationId: 'c1' };
    return (report: Report) =>
      recordReport(report, decider, sender, { ledger, log: ledger.log, rules: currentRules });
  };
  return {
    ledger,
    contexts,
    decider: deciderBy(upToLimit),
    send: sending(upToLimit),
    sendMore: sending(onlyMore),
    facts: async (subject) =>
      (await ledger.log.readStreams([{ stream: tallyOf(subject).stream, from: 0 }]))[0] ?? [],
  };
};

/** Over an empty log, where the bank is registered and reports from 2024-03-01 on. */
export const setUp = async (
  changed: (log: EventLog & ManyStreams) => EventLog & ManyStreams = (log) => log,
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
