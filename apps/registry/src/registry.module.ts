import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import pg from 'pg';
import { AccessModule } from '#access';
import { AuditModule } from '#audit';
import { BailoutModule } from '#bailout';
import { BailoutBookModule } from '#bailout-book';
import { BorrowerBookModule } from '#borrower-book';
import { Clock } from '#calendar';
import { SnapshotPool } from '#database';
import { FactSequence, type OpenLog, SequencePositions } from '#event-log';
import { FirstTimeBorrowersModule } from '#first-time-borrowers';
import { Headroom } from '#headroom';
import { InstitutionsModule } from '#institutions';
import { Intake, IntakeModule, RefusalsList } from '#intake';
import { LoanBookModule } from '#loan-book';
import { ProgrammesModule } from '#programmes';
import { ProjectionsModule } from '#projections';
import { Ledger } from '#recording';
import type { Signer } from '#signing';
import { SubmissionsModule } from '#submissions';
import { RegisterBookModule } from '#register-book';
import { ReportingBookModule } from '#reporting-book';
import { TargetsModule } from '#targets';
import { UsccsModule } from '#usccs';
import { controllers } from './controllers.js';
import { ReportStreams } from './events/report-streams.js';
import { reportDeciders } from './events/report-deciders.js';
import { KnownPaths } from './http/known-paths.js';
import { LongAnswers } from './http/long-answers.js';
import { type FailureLogs, loggedFailure, ProblemFilter } from './http/problem-filter.js';
import { KnownPlaces } from './http/known-places.js';
import { ReadSide } from './http/read-side.js';
import { SpreadsheetAnswers } from './http/spreadsheet-answers.js';
import { timeSlices } from './http/time-slices.js';
import type { CountedMetrics } from './operations/metrics/counted-metrics.js';
import { Readiness } from './operations/readiness.js';
import { LogHealth } from './operations/registry-state.js';
import { LiveProgress } from './programmes/live-progress.js';
import { LogKey } from './published/log-key.controller.js';
import { PublishedPages } from './published/published-pages.js';
import { SubmissionUpload } from './submissions/submission-upload.js';
import { FilesReceived, SubmissionWorker } from './submissions/submission-worker.js';

/** Everything outside that the registry touches; a test gives its own. */
export interface Dependencies {
  readonly pool: SnapshotPool;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Whether there is room where the database keeps its files. */
  readonly headroom: Headroom;
  readonly open: Pick<OpenLog, 'sequence' | 'positions' | 'state'>;
  /** Signs what the registry says of itself. */
  readonly signer: Signer;
  /** Counts what happens, where metrics are told. */
  readonly counted?: CountedMetrics;
}

@Global()
@Module({})
class DependenciesModule {
  static of({ pool, ledger, clock, open, headroom, signer }: Dependencies): DynamicModule {
    return {
      module: DependenciesModule,
      providers: [
        { provide: pg.Pool, useValue: pool },
        { provide: SnapshotPool, useValue: pool },
        { provide: Ledger, useValue: ledger },
        { provide: FactSequence, useValue: open.sequence },
        { provide: Clock, useValue: clock },
        { provide: SequencePositions, useValue: open.positions },
        { provide: Headroom, useValue: headroom },
        { provide: LogHealth, useValue: new LogHealth(() => open.state()) },
        { provide: LogKey, useValue: new LogKey(signer) },
      ],
      exports: [
        pg.Pool,
        SnapshotPool,
        Ledger,
        Clock,
        FactSequence,
        SequencePositions,
        Headroom,
        LogHealth,
        LogKey,
      ],
    };
  }
}

const deciding = [
  InstitutionsModule,
  UsccsModule,
  BailoutModule,
  ProgrammesModule,
  AccessModule,
  IntakeModule.by(reportDeciders),
  SubmissionsModule,
];
const reading = [
  ProjectionsModule,
  LoanBookModule,
  BailoutBookModule,
  BorrowerBookModule,
  ReportingBookModule,
  RegisterBookModule,
  TargetsModule,
  AuditModule,
];

/** What people and programs talk to: parse, dispatch, answer. */
@Module({})
export class RegistryModule {
  static over(dependencies: Dependencies, logs: FailureLogs): DynamicModule {
    return {
      module: RegistryModule,
      imports: [
        CqrsModule.forRoot(),
        DependenciesModule.of(dependencies),
        ...deciding,
        FirstTimeBorrowersModule,
        ...reading,
      ],
      controllers,
      providers: [
        {
          provide: Intake,
          useFactory: (commands: CommandBus, ledger: Ledger, refusals: RefusalsList) =>
            new Intake({
              execute: (command) => commands.execute(command),
              deciders: reportDeciders,
              ledger,
              refusals,
              pause: (owner) => timeSlices.pause(owner),
              hasRoom: () => dependencies.headroom.mayWrite(performance.now()),
              failed: (error) => loggedFailure(error, 'a report', logs),
              onReported: (outcome) => dependencies.counted?.reported(outcome),
            }),
          inject: [CommandBus, Ledger, RefusalsList],
        },
        KnownPlaces,
        ReadSide,
        LongAnswers,
        LiveProgress,
        ReportStreams,
        FilesReceived,
        SubmissionUpload,
        SubmissionWorker.by(dependencies, logs),
        Readiness,
        KnownPaths,
        PublishedPages,
        { provide: APP_INTERCEPTOR, useClass: SpreadsheetAnswers },
        { provide: APP_FILTER, useValue: new ProblemFilter(logs) },
      ],
    };
  }
}
