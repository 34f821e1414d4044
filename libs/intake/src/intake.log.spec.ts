import { describe, expect, it } from '@jest/globals';
import type { Command } from '@nestjs/cqrs';
import type { StrictJsonElement } from '#canonical-json';
import { problem } from '#problem-details';
import { currentRules } from '#rules';
import { exampleReport } from '#testing';
import { Intake } from './intake.log.js';
import type { Answered } from './sent-report.js';
import { RecordReportCommand, RecordTogetherCommand, recordTogether } from './record-report.handler.js';
import type { RefusalsList } from './refusals.table.js';
import type { ReportDeciders } from './report-decider.js';
import { bank, setUp } from './testing/tallies.js';

const repaid = (id: string, amount: string, subject = 'L1'): StrictJsonElement => ({
  is: 'json',
  value: () => exampleReport('loan.repaid', { amount }, { id, subject }),
});
const sending = { institution: bank, keyId: 'k1', inBulk: true };

const broken = (): never => {
  throw new Error('broken');
};

const intakeOf = async (changed: { readonly add?: RefusalsList['add'] } = {}) => {
  const { ledger, send, facts, decider } = await setUp();
  const listed: (string | null)[] = [];
  const add: RefusalsList['add'] = changed.add ?? (async ({ refused }) => void listed.push(refused.id));
  const intake = new Intake({
    execute: <Result>(command: Command<Result>) => {
      if (command instanceof RecordReportCommand) {
        const { report } = command.read;
        const outcome = report.id === 'broken' ? Promise.reject(new Error('broken')) : send(report);
        return outcome as Promise<Result>;
      }
      const { reports } = command as unknown as RecordTogetherCommand;
      const row = reports.map(({ sender, read: { report } }) => ({
        sender,
        report,
        decider: { ...decider, decide: report.id === 'broken' ? broken : decider.decide },
      }));
      return recordTogether(row, { ledger, log: ledger.log, rules: currentRules }) as Promise<Result>;
    },
    deciders: { 'loan.repaid': decider } as unknown as ReportDeciders,
    ledger,
    refusals: { add } as RefusalsList,
    pause: () => undefined,
    failed: () => problem('internal', { outcome: 'unknown' }),
  });
  return { intake, facts, listed };
};

const all = async (answers: AsyncIterable<readonly Answered[]>): Promise<readonly Answered[]> => {
  const outcomes: Answered[] = [];
  for await (const known of answers) outcomes.push(...known);
  return outcomes;
};
const inShort = (outcomes: readonly Answered[]) => outcomes.map(({ id, outcome }) => [id, outcome]);

describe('reports of a sender', () => {
  it('are told in their order, each with its own outcome, whatever becomes of those beside it', async () => {
    const { intake, facts, listed } = await intakeOf();
    const tooLong: StrictJsonElement = { is: 'too-large', name: 'long' };
    const noJson: StrictJsonElement = { is: 'not-json', reason: 'it is no JSON' };
    const reports = [
      noJson,
      repaid('first', '900.00'),
      repaid('too much', '200.00'),
      tooLong,
      repaid('broken', '1.00'),
      repaid('last', '100.00'),
    ];
    expect(inShort(await all(intake.record(reports, sending)))).toEqual([
      [null, 'failed'],
      ['first', 'recorded'],
      ['too much', 'refused'],
      ['long', 'failed'],
      ['broken', 'failed'],
      ['last', 'recorded'],
    ]);
    expect(listed).toEqual([null, 'too much']);
    expect(await facts('L1')).toHaveLength(2);
  });

  it('are not told as refused before that is listed', async () => {
    const { intake } = await intakeOf({ add: () => Promise.reject(new Error('the database is away')) });
    const outcomes = await all(intake.record([repaid('a', '2000.00')], sending));
    expect(inShort(outcomes)).toEqual([['a', 'failed']]);
  });

  it('go on for as long as they come, and are told meanwhile', async () => {
    const { intake, facts } = await intakeOf();
    let taken = 0;
    const coming = async function* () {
      for (let no = 0; no < 1_500; no += 1) {
        taken += 1;
        yield repaid(`r${no}`, '1.00', `L${no % 7}`);
      }
    };
    const answers = intake.record(coming(), sending);
    const first = (await answers.next()).value as readonly Answered[];
    expect(inShort(first)[0]).toEqual(['r0', 'recorded']);
    expect(taken).toBe(128);
    expect(inShort(await all(answers)).at(-1)).toEqual(['r1499', 'recorded']);
    expect((await facts('L0')).length + (await facts('L6')).length).toBe(429);
  });

  it('are tried over the log without a trace, later ones seeing earlier ones', async () => {
    const { intake, facts, listed } = await intakeOf();
    const reports = [repaid('a', '900.00'), repaid('b', '900.00'), repaid('a', '900.00')];
    expect(await all(intake.dryRun(reports, sending))).toMatchObject([
      { id: 'a', outcome: 'recorded', repeated: false },
      { id: 'b', outcome: 'refused' },
      { id: 'a', outcome: 'recorded', repeated: true },
    ]);
    expect(await facts('L1')).toEqual([]);
    expect(listed).toEqual([]);
  });
});
