import { fixedClock } from '#calendar';
import { openMemoryLog } from '#event-log';
import { bailoutProgrammeStream, institutionStream, measureStream, type StoredFact, streams } from '#facts';
import { indicatorDeciders } from '#indicators';
import {
  deciderOf,
  inStreamOrder,
  readReport,
  recordReport,
  type ReportDeciders,
  type ReportOutcome,
} from '#intake';
import { loanDeciders } from '#loans';
import { Ledger, newFact, KeyedMutex } from '#recording';
import { currentRules } from '#rules';
import { bailoutDeciders } from '../bailout-deciders.js';
import { bank, defined, granted } from './bailout-cases.js';

// All that decides, over a log in memory: what a process does with reports, without HTTP and without a database.

const clock = fixedClock(Date.parse('2024-12-31T04:00:00.000Z'));
const author = { actor: 'registry', correlationId: null };

const deciders: ReportDeciders = { ...loanDeciders, ...bailoutDeciders, ...indicatorDeciders };

/** One process: a ledger and its mutex over a log that others may write as well. */
export interface Process {
  /** Outcomes in the order of the reports, as of one request. */
  send(reports: readonly unknown[]): Promise<readonly ReportOutcome[]>;
}

export interface SharedLog {
  process(): Process;
  facts(): Promise<readonly StoredFact[]>;
}

/**
 * The bank is registered; RELIEF has a cap of which 1,000.00 is the bank's, OPEN has none; PREMIUM is an indicator in yuan,
 * BRANCHES one of counts.
 */
export const sharedLog = async (): Promise<SharedLog> => {
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
  await start(bailoutProgrammeStream('RELIEF'), [defined({ cap: '5000.00' }), granted('1000.00')]);
  await start(bailoutProgrammeStream('OPEN'), [defined()]);
  for (const [code, unit] of [
    ['PREMIUM', 'CNY'],
    ['BRANCHES', 'COUNT'],
  ] as const)
    await start(measureStream(code), [{ type: 'MeasureDefined', data: { code, op: 'LATEST_SUM', unit } }]);
  return {
    process: () => processOn(new Ledger(log, index, clock)),
    facts: async () => {
      const facts: StoredFact[] = [];
      for await (const { fact } of log.readAll(null)) facts.push(fact);
      return facts;
    },
  };
};

const processOn = (ledger: Ledger): Process => {
  const sender = { institution: bank, actor: 'key:k1', correlationId: null };
  const to = { ledger, log: ledger.log, rules: currentRules };
  const mutex = new KeyedMutex();
  const one = (value: unknown): Promise<ReportOutcome> => {
    const reading = readReport(value, bank, '2024-12-31');
    if (reading.outcome !== 'read') return Promise.resolve(reading);
    const { report } = reading;
    return inStreamOrder(mutex, deciders, bank, report, () =>
      recordReport(report, deciderOf(deciders, report), sender, to),
    );
  };
  return { send: (reports) => Promise.all(reports.map(one)) };
};
