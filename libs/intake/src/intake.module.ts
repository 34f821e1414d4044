import { type DynamicModule, Module } from '@nestjs/common';
import { Ledger } from '#recording';
import { EventOutcomeHandler } from './event-outcome.query.js';
import { RecordReportHandler } from './record-report.handler.js';
import { RefusalsHandler } from './refusals.query.js';
import { RefusalsList } from './refusals.table.js';
import type { ReportDeciders } from './report-decider.js';

@Module({})
export class IntakeModule {
  /** Takes reports of every type, each by its line of the table. */
  static by(deciders: ReportDeciders): DynamicModule {
    const recording = {
      provide: RecordReportHandler,
      useFactory: (ledger: Ledger) => new RecordReportHandler(ledger, deciders),
      inject: [Ledger],
    };
    return {
      module: IntakeModule,
      providers: [recording, EventOutcomeHandler, RefusalsHandler, RefusalsList],
      exports: [RefusalsList],
    };
  }
}
