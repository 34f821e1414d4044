import { type Clock, fixedClock } from '#calendar';
import { type Append, openMemoryLog } from '#event-log';
import { bailoutProgrammeStream, institutionStream, measureStream, type StoredFact, streams } from '#facts';
import { indicatorDeciders } from '#indicators';
import {
  readReport,
  recordRead,
  type ReportDeciders,
  type ReportOutcome,
  StreamOrder,
  recordTogether,
  deciderOf,
} from '#intake';
import { loanDeciders } from '#loans';
import { Ledger, newFact, KeyedMutex } from '#recording';
import { currentRules, type RuleSet, type RulesOf, rulesOf } from '#rules';
import { asBailoutProgrammeCode, asMeasureCode } from '#identifiers';
import { bailoutDeciders } from '../bailout-deciders.js';
import { bank, defined, granted } from './bailout-cases.js';

// All that decides, over a log in memory: what a process does with reports, without HTTP and without a database.

const lastDayOf2024 = fixedClock(Date.parse('2024-12-31T04:00:00.000Z'));
const author = { actor: 'registry', correlationId: null };

const deciders: ReportDeciders = { ...loanDeciders, ...bailoutDeciders, ...indicatorDeciders };

/** One process: a ledger and its mutex over a log that others may write as well. */
export interface Process {
  /** Outcomes in the order of the reports, as of one request. */
  send(reports: readonly unknown[]): Promise<readonly ReportOutcome[]>;
}

export interface SharedLog {
  /** By these rules, among versions that facts may name. */
  process(rules?: RuleSet, known?: RulesOf): Process;
  append(append: Append): Promise<unknown>;
  facts(): Promise<readonly StoredFact[]>;
}

/**
 * The bank is registered; RELIEF has a cap of which 1,000.00 is the bank's, OPEN has none; PREMIUM is an indicator in yuan,
 * BRANCHES one of counts.
 */
export const sharedLog = async (clock: Clock = lastDayOf2024): Promise<SharedLog> => {
  const { log, index } = openMemoryLog();
  const start = async (stream: string, facts: readonly { readonly type: string; readonly data: object }[]) =>
    log.append({
      stream,
      expectedRevision: 'none',
      facts: facts.map((fact) =>
        newFact(fact, author, clock.now(), streams.institution.read(stream) ? { institution: bank } : {}),
      ),
    });
  const name = { zh: '银行', en: 'Bank' };
  const data = { code: bank, name, kind: 'BANK', lei: null, cnaps: null, reportingFrom: '2024-06-01' };
  await start(institutionStream(bank), [{ type: 'InstitutionRegistered', data }]);
  await start(bailoutProgrammeStream(asBailoutProgrammeCode('RELIEF')), [
    defined({ cap: '5000.00' }),
    granted('1000.00'),
  ]);
  await start(bailoutProgrammeStream(asBailoutProgrammeCode('OPEN')), [defined()]);
  for (const [code, unit] of [
    ['PREMIUM', 'CNY'],
    ['BRANCHES', 'COUNT'],
  ] as const)
    await start(measureStream(asMeasureCode(code)), [
      { type: 'MeasureDefined', data: { code, op: 'LATEST_SUM', unit } },
    ]);
  return {
    process: (rules = currentRules, known = rulesOf) =>
      processOn(new Ledger(log, index, clock), { rules, rulesOf: known }),
    append: (append) => log.append(append),
    facts: async () => {
      const facts: StoredFact[] = [];
      for await (const { fact } of log.readAll(null)) facts.push(fact);
      return facts;
    },
  };
};

type ReadReport = Extract<ReturnType<typeof readReport>, { readonly outcome: 'read' }>;

const processOn = (ledger: Ledger, by: { readonly rules: RuleSet; readonly rulesOf: RulesOf }): Process => {
  const sender = { institution: bank, actor: 'key:k1', correlationId: null };
  const to = { ledger, log: ledger.log, ...by };
  const order = new StreamOrder<ReadReport, ReportOutcome>({
    mutex: new KeyedMutex(),
    deciders,
    institution: bank,
    ledger,
    decide: (reading) => recordRead(reading, deciders, sender, to),
    together: (row) =>
      recordTogether(
        row.map(({ report }) => ({ report, sender, decider: deciderOf(deciders, report) })),
        to,
      ),
    inTurn: (work) => work(),
  });
  const one = (value: unknown): Promise<ReportOutcome> => {
    const reading = readReport(value, bank, '2024-12-31');
    return reading.outcome === 'read' ? order.run(reading.report, reading) : Promise.resolve(reading);
  };
  return { send: (reports) => Promise.all(reports.map(one)) };
};
