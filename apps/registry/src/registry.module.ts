import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { AnomaliesModule } from '#anomalies';
import { AccessModule } from '#access';
import { AuditModule } from '#audit';
import { BailoutModule } from '#bailout';
import { BailoutBookModule } from '#bailout-book';
import { BorrowerBookModule } from '#borrower-book';
import { FirstTimeBorrowersModule } from '#first-time-borrowers';
import { InstitutionsModule } from '#institutions';
import { Intake, IntakeModule, RefusalsList } from '#intake';
import { LoanBookModule } from '#loan-book';
import { ProgrammesModule } from '#programmes';
import { ProjectionsModule } from '#projections';
import { Ledger } from '#recording';
import { SubmissionsModule } from '#submissions';
import { RegisterBookModule } from '#register-book';
import { ReportingBookModule } from '#reporting-book';
import { TargetsModule } from '#targets';
import { UsccsModule } from '#usccs';
import { controllers } from './controllers.js';
import { ConsoleFiles } from './console/built-console.file.js';
import { type Dependencies, DependenciesModule } from './dependencies.module.js';
import { ReportStreams } from './events/report-streams.log.js';
import { reportDeciders } from './events/report-deciders.js';
import { Callers } from './http/callers.query.js';
import { KnownPaths } from './http/request-path.js';
import { LongAnswers } from './http/long-answers.server.js';
import { type FailureLogs, loggedFailure, ProblemFilter } from './http/problem-filter.server.js';
import { KnownSeqs } from './http/known-at.query.js';
import { ReadSide } from './http/read-side.query.js';
import { timeSlices } from './http/time-slices.js';
import { Readiness } from './operations/readiness.query.js';
import { LiveProgress } from './programmes/live.controller.js';
import { PublishedPages } from './published/published-pages.server.js';
import { Reached } from './session/session.controller.js';
import { SubmissionUpload } from './submissions/submission-upload.log.js';
import { FilesReceived, SubmissionWorker } from './submissions/submission-worker.process.js';

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
  AnomaliesModule,
  AuditModule,
];

/** What people and programs talk to: parse, dispatch, answer. */
@Module({})
export class RegistryModule {
  static over(dependencies: Dependencies, logs: FailureLogs, reached: Reached): DynamicModule {
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
        KnownSeqs,
        ReadSide,
        {
          provide: LongAnswers,
          useFactory: (callers: Callers) => new LongAnswers(callers, dependencies.readerPatienceMs),
          inject: [Callers],
        },
        LiveProgress,
        ReportStreams,
        FilesReceived,
        SubmissionUpload,
        SubmissionWorker.by(dependencies, logs),
        Readiness,
        KnownPaths,
        Callers,
        ConsoleFiles,
        { provide: Reached, useValue: reached },
        PublishedPages,
        { provide: APP_FILTER, useValue: new ProblemFilter(logs) },
      ],
    };
  }
}
