import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '#calendar';
import { openMemoryLog } from '#event-log';
import { institutionStream, type StoredFact } from '#facts';
import { deciderOf, readReport, recordReport, type ReportOutcome } from '#intake';
import { Ledger, newFact } from '#recording';
import { currentRules, ruleSet, type RuleTable, ruleTables } from '#rules';
import { exampleBank, exampleReport, type ExampleType } from '#testing';
import { reportDeciders } from './report-deciders.js';

// A version of the rules that there is only here: a first renewal is marked already, and rates have another ceiling from a day on.

const [first] = ruleTables;
const second: RuleTable = {
  ...first,
  version: 2,
  limits: [
    { ...first.limits[0], renewalsBeforeMark: 1 },
    { from: '2024-06-01', rateBp: { least: 50, most: 1800 } },
  ],
};

const setUp = async () => {
  const { log, index } = openMemoryLog();
  const ledger = new Ledger(log, index, fixedClock(Date.parse('2024-12-31T04:00:00.000Z')));
  const author = { actor: 'registry', correlationId: null };
  const name = { zh: '银行', en: 'Bank' };
  const data = { code: exampleBank, name, kind: 'BANK', lei: null, cnaps: null, reportingFrom: '2024-12-31' };
  const fact = newFact({ type: 'InstitutionRegistered', data }, author, ledger.clock.now(), {
    institution: exampleBank,
  });
  await log.append({ stream: institutionStream(exampleBank), expectedRevision: 'none', facts: [fact] });
  return {
    send: (
      rules: typeof currentRules,
      type: ExampleType,
      changes: object,
      attributes: object,
    ): Promise<ReportOutcome> => {
      const reading = readReport(exampleReport(type, changes, attributes), exampleBank, '2024-12-31');
      if (reading.outcome !== 'read') throw new Error(JSON.stringify(reading));
      const { report } = reading;
      const sender = { institution: exampleBank, actor: 'key:k1', correlationId: null };
      return recordReport(report, deciderOf(reportDeciders, report), sender, { ledger, log, rules });
    },
    facts: async (): Promise<readonly StoredFact[]> => {
      const [facts = []] = await log.readStreams([{ stream: `loan-${exampleBank}-L1`, from: 0 }]);
      return facts;
    },
  };
};

describe('a second version of the rules', () => {
  const issue = (subject: string, effectiveDate: string) =>
    ['loan.issued', { effectiveDate, rateBp: 2000 }, { subject, id: `issue-${subject}` }] as const;

  it('decides on new reports, and the facts name it', async () => {
    const { send, facts } = await setUp();
    const renewal = ['loan.renewed', {}, { id: 'renewal' }] as const;
    expect(await send(currentRules, ...issue('L1', '2024-01-10'))).toMatchObject({ flags: [] });
    expect(await send(ruleSet(second), ...renewal)).toMatchObject({ flags: ['RNW-W12'] });
    expect((await facts()).map(({ metadata }) => metadata.ruleSetVersion)).toEqual([1, 2]);
    const alone = await setUp();
    await alone.send(currentRules, ...issue('L1', '2024-01-10'));
    expect(await alone.send(currentRules, ...renewal)).toMatchObject({ flags: [] });
  });

  it('has a limit that changes on a day, by effective date', async () => {
    const { send } = await setUp();
    const rules = ruleSet(second);
    expect(await send(rules, ...issue('L1', '2024-05-31'))).toMatchObject({ outcome: 'recorded' });
    expect(await send(rules, ...issue('L2', '2024-06-01'))).toMatchObject({
      outcome: 'refused',
      violated: [{ rule: 'ISS-R06', detail: expect.stringContaining('most 1800') }],
    });
    expect(await send(currentRules, ...issue('L2', '2024-06-01'))).toMatchObject({ outcome: 'recorded' });
  });
});
