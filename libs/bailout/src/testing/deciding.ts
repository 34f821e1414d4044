import { Global, Module } from '@nestjs/common';
import { CommandBus, CqrsModule, type ICommand } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';
import { fixedClock } from '#calendar';
import { openMemoryLog } from '#event-log';
import { bailoutProgrammeStream, institutionStream, measureStream, type StoredFact } from '#facts';
import { IndicatorsModule, ReportIndicatorCommand } from '#indicators';
import { inItsTurn, IntakeDesk, readReport, type ReportOutcome } from '#intake';
import {
  CancelLoanCommand,
  ClaimFirstTimeCommand,
  ExtendLoanCommand,
  IssueLoanCommand,
  LoansModule,
  OpenLoanCommand,
  ReclassifyLoanCommand,
  RenewLoanCommand,
  RepayLoanCommand,
  WriteOffLoanCommand,
} from '#loans';
import { Ledger, newFact, Turns } from '#recording';
import type { Report, ReportType } from '#reports';
import { BailoutModule } from '../bailout.module.js';
import { DisburseCommand } from '../disburse/disburse.handler.js';
import { ReturnDisbursementCommand } from '../return-disbursement/return-disbursement.handler.js';
import { bank, defined, granted } from './bailout-cases.js';

// All that decides, over a log in memory: what a process does with reports, without HTTP and without a database.

const clock = fixedClock(Date.parse('2024-12-31T04:00:00.000Z'));
const author = { actor: 'registry', correlationId: null };

const emptyLedger = (): Ledger => {
  const { log, index } = openMemoryLog();
  return new Ledger(log, index, clock);
};

@Global()
@Module({ providers: [{ provide: Ledger, useFactory: emptyLedger }], exports: [Ledger] })
class NoWorld {}

const commands: { readonly [Type in ReportType]: new (desk: IntakeDesk, report: Report<Type>) => ICommand } =
  {
    'loan.opened': OpenLoanCommand,
    'loan.issued': IssueLoanCommand,
    'loan.renewed': RenewLoanCommand,
    'loan.extended': ExtendLoanCommand,
    'loan.repaid': RepayLoanCommand,
    'loan.reclassified': ReclassifyLoanCommand,
    'loan.written-off': WriteOffLoanCommand,
    'loan.cancelled': CancelLoanCommand,
    'borrower.first-time-flagged': ClaimFirstTimeCommand,
    'bailout.disbursed': DisburseCommand,
    'bailout.returned': ReturnDisbursementCommand,
    'indicator.reported': ReportIndicatorCommand,
  };

@Module({ imports: [NoWorld, CqrsModule.forRoot(), LoansModule, BailoutModule, IndicatorsModule] })
class Deciding {}

const commandBus = async (): Promise<CommandBus> =>
  (await NestFactory.createApplicationContext(Deciding, { logger: false, abortOnError: false })).get(
    CommandBus,
  );

/** One process: a desk and its turns on a log that others may write as well. */
export interface Process {
  /** Outcomes in the order of the reports, as of one request. */
  send(reports: readonly unknown[]): Promise<readonly ReportOutcome[]>;
}

export interface World {
  process(): Process;
  facts(): Promise<readonly StoredFact[]>;
}

/**
 * The bank is registered; RELIEF has a cap of which 1,000.00 is the bank's, OPEN has none; PREMIUM is an indicator in yuan,
 * BRANCHES one of counts.
 */
export const worldMaker = async (): Promise<() => Promise<World>> => {
  const bus = await commandBus();
  return async () => {
    const { log, index } = openMemoryLog();
    const start = async (
      stream: string,
      facts: readonly { readonly type: string; readonly data: object }[],
    ) =>
      log.append({
        stream,
        expectedRevision: 'none',
        facts: facts.map((fact) => newFact(fact, author, clock.now())),
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
      process: () => processOn(new Ledger(log, index, clock), bus),
      facts: async () => {
        const facts: StoredFact[] = [];
        for await (const { fact } of log.readAll(null)) facts.push(fact);
        return facts;
      },
    };
  };
};

const processOn = (ledger: Ledger, bus: CommandBus): Process => {
  const desk = new IntakeDesk(ledger, { institution: bank, actor: 'key:k1', correlationId: null });
  const turns = new Turns();
  const one = (value: unknown): Promise<ReportOutcome> => {
    const reading = readReport(value, bank, '2024-12-31');
    if (reading.outcome !== 'read') return Promise.resolve(reading);
    const { report } = reading;
    const Command = commands[report.type] as new (at: IntakeDesk, of: Report) => ICommand;
    return inItsTurn(turns, bank, report, () => bus.execute(new Command(desk, report)));
  };
  return { send: (reports) => Promise.all(reports.map(one)) };
};
