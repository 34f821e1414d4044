import type { Clock } from '#calendar';
import { institutionStream, type StoredFact } from '#facts';
import { standingFacts } from '#history';
import type { RefusedOutcome, ReportOutcome } from '#intake';
import { newFact } from '#recording';
import { currentRules, type RuleSet, type RulesOf, rulesOf } from '#rules';
import { exampleReport, type ExampleType } from '#testing';
import { asSent } from './any-reports.js';
import { bank, borrower } from './bailout-cases.js';
import { type Process, sharedLog } from './deciding.js';

// Reports, corrections and reversals of one bank, sent one after another on days of the spec's choice.

const noonOf = (day: string): number => Date.parse(`${day}T12:00:00+08:00`);

/** A report under an id; of the example's data what the spec does not say. */
export const reported = (
  type: ExampleType,
  id: string,
  data: object = {},
  attributes: object = {},
): object => {
  const example = exampleReport(type, data, { id, time: undefined, ...attributes });
  const own = 'borrower' in data ? {} : { borrower };
  return asSent('borrower' in example.data ? { ...example, data: { ...example.data, ...own } } : example);
};

const change =
  (type: 'corrected' | 'reversed') =>
  (of: string, data: object = {}, id = `${type}-${of}`, attributes: object = {}): object =>
    asSent(
      exampleReport(
        'loan.repaid',
        {},
        {
          id,
          type: `xudai.event.${type}.v1`,
          subject: of,
          time: undefined,
          data: { effectiveDate: '2024-12-31', reason: 'typing error', ...data },
          ...attributes,
        },
      ),
    );

/** Of the report under an id. */
export const reversal = change('reversed');

/** Of the report under an id, by the data of another report of its type. */
export const correction = (
  of: string,
  replacement: object,
  id = `corrected-${of}`,
  data: object = {},
  attributes: object = {},
): object =>
  change('corrected')(
    of,
    { replacement: (replacement as { readonly data: object }).data, ...data },
    id,
    attributes,
  );

export interface Changing {
  /** Its outcome, on a day; the last day of 2024 unless given. */
  send(report: object, day?: string): Promise<ReportOutcome>;
  /** Several in one request. */
  sendAll(reports: readonly object[]): Promise<readonly ReportOutcome[]>;
  /** In a stream, in the order of recording. */
  recorded(stream: string): Promise<readonly StoredFact[]>;
  standing(stream: string): Promise<readonly StoredFact[]>;
  /** From now on, by a version of the rules. */
  decidingBy(rules: RuleSet, known: RulesOf): void;
  /** Something happens to the bank's registration. */
  institution(type: string, data: object): Promise<void>;
  /** A process that has seen nothing yet. */
  another(): Process;
}

export const changing = async (): Promise<Changing> => {
  let now = noonOf('2024-12-31');
  const clock: Clock = { now: () => now };
  const log = await sharedLog(clock);
  let process = log.process();
  let rules: readonly [RuleSet, RulesOf] = [currentRules, rulesOf];
  let registrations = 0;
  const recorded = async (stream: string): Promise<readonly StoredFact[]> =>
    (await log.facts()).filter((fact) => fact.stream === stream);
  return {
    send: async (report, day = '2024-12-31') => {
      now = noonOf(day);
      const [outcome] = await process.send([report]);
      return outcome as ReportOutcome;
    },
    sendAll: (reports) => process.send(reports),
    recorded,
    standing: async (stream) => standingFacts(await recorded(stream)),
    decidingBy: (...by) => {
      rules = by;
      process = log.process(...rules);
    },
    institution: async (type, data) => {
      const author = { actor: 'registry', correlationId: null };
      const fact = newFact({ type, data: { code: bank, ...data } }, author, now, { institution: bank });
      await log.append({ stream: institutionStream(bank), expectedRevision: registrations, facts: [fact] });
      registrations += 1;
    },
    another: () => log.process(...rules),
  };
};

/** The refusal, in short: the rules that are named and where. */
export const refusalOf = (outcome: ReportOutcome): readonly string[] =>
  outcome.outcome === 'refused' ? outcome.violated.map(({ rule, pointer }) => `${rule} ${pointer}`) : [];

export const asRefused = (outcome: ReportOutcome): RefusedOutcome => {
  if (outcome.outcome !== 'refused') throw new Error(JSON.stringify(outcome));
  return outcome;
};
