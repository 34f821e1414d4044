import { type Clock, fixedClock } from '#calendar';
import { type Decision, record, refuse } from '#decider';
import { type EventLog, type ManyStreams, openMemoryLog } from '#event-log';
import { institutionStream, loanStream, type StoredFact } from '#facts';
import { type DecisionContext, type FoldRequest, Ledger, newFact } from '#recording';
import type { Report } from '#reports';
import { exampleBank, exampleReport, type ExampleType } from '#testing';
import { IntakeDesk } from '../intake-desk.log.js';
import { readReport } from '../read-report.js';

// A capability of the smallest kind, to see the desk at work: a tally of amounts that must not pass 1,000.00.

export const bank = exampleBank;
export const now = '2024-12-31T04:00:00.000Z';

interface Tally {
  readonly sum: number;
}

const tallyOf = (subject: string): FoldRequest<Tally> => ({
  stream: loanStream(bank, subject),
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

export interface Desk {
  readonly ledger: Ledger;
  /** What the decider was asked with, each time. */
  readonly contexts: DecisionContext[];
  send(report: Report): ReturnType<IntakeDesk['record']>;
  /** As `send`, by a rule that refuses where nothing was tallied before. */
  sendMore(report: Report): ReturnType<IntakeDesk['record']>;
  facts(subject: string): Promise<readonly StoredFact[]>;
}

export const deskOn = (ledger: Ledger): Desk => {
  const desk = new IntakeDesk(ledger, { institution: bank, actor: 'key:k1', correlationId: 'c1' });
  const contexts: DecisionContext[] = [];
  const decide =
    (report: Report) =>
    (
      { sum }: Tally,
      context: DecisionContext,
    ): Decision<{ readonly type: string; readonly data: object }> => {
      contexts.push(context);
      const { amount } = report.data as { readonly amount: string };
      return sum + Number(amount) > 1_000
        ? refuse('REP-R01', '/data/amount', { amount }, { retryable: true })
        : record({ type: 'Tallied', data: { amount } }, ['TIM-W05']);
    };
  const own = ({ subject }: Report) => ({ own: tallyOf(subject), beside: [] }) as const;
  return {
    ledger,
    contexts,
    send: (report) => desk.record(report, own(report), decide(report)),
    sendMore: (report) =>
      desk.record(report, own(report), (tally, context) =>
        tally.sum === 0 ? refuse('WOF-R02', '/subject') : decide(report)(tally, context),
      ),
    facts: async (subject) =>
      (await ledger.log.readStreams([{ stream: tallyOf(subject).stream, from: 0 }]))[0] ?? [],
  };
};

/** A desk over an empty log, where the bank is registered and reports from 2024-03-01 on. */
export const setUp = async (
  changed: (log: EventLog & ManyStreams) => EventLog & ManyStreams = (log) => log,
  clock: Clock = fixedClock(Date.parse(now)),
): Promise<Desk & { institution(type: string, more?: object): Promise<void> }> => {
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
    const fact = newFact({ type, data }, { actor: 'registry', correlationId: null }, clock.now());
    await log.append({ stream: institutionStream(bank), expectedRevision: revision, facts: [fact] });
    revision = revision === 'none' ? 0 : revision + 1;
  };
  await institution('InstitutionRegistered');
  return { ...deskOn(new Ledger(changed(log), index, clock)), institution };
};
