import { type DynamicModule, Module } from '@nestjs/common';
import { Ledger } from '#recording';
import { EventOutcomeHandler, RefusalsHandler } from './outcomes.query.js';
import { RecordReportHandler, RecordTogetherHandler } from './record-report.handler.js';
import { RefusalsList } from './refusals.table.js';
import type { ReportDeciders } from './report-decider.js';

export { EventOutcomeQuery, RefusalsQuery } from './outcomes.query.js';
export { StreamOrder } from './in-stream-order.js';
export { Intake } from './intake.log.js';
export {
  type Answered,
  answeredUnread,
  type Decided,
  isOpen,
  type SubmittedReport,
  mostDryReports,
} from './sent-report.js';
export {
  BlankLines,
  firstOnLine,
  longestReport,
  mostDepth,
  PassedOver,
  type ReportLine,
  reportLines,
  TooManyBlankLines,
  TooMuchPassedOver,
} from './report-lines.js';
export { type RefusedOutcome, type ReportOutcome, violation } from './outcome.js';
export { readReport } from './read-report.js';
export { recordRead, recordReport, recordTogether } from './record-report.handler.js';
export { pruneRefusals, RefusalsList, storable } from './refusals.table.js';
export {
  deciderOf,
  reportDecider,
  type ReportDecider,
  type ReportDeciders,
  type StreamLimit,
} from './report-decider.js';

@Module({})
export class IntakeModule {
  /** Takes reports of every type, each by its line of the table. */
  static by(deciders: ReportDeciders): DynamicModule {
    const recording = [
      {
        provide: RecordReportHandler,
        useFactory: (ledger: Ledger) => new RecordReportHandler(ledger, deciders),
        inject: [Ledger],
      },
      {
        provide: RecordTogetherHandler,
        useFactory: (ledger: Ledger) => new RecordTogetherHandler(ledger, deciders),
        inject: [Ledger],
      },
    ];
    return {
      module: IntakeModule,
      providers: [...recording, EventOutcomeHandler, RefusalsHandler, RefusalsList],
      exports: [RefusalsList],
    };
  }
}
