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
import { ConsoleFiles, ConsoleController } from './console/console.controller.js';
import { type Dependencies, DependenciesModule } from './dependencies.module.js';
import { ReportStreams } from './events/report-streams.log.js';
import { reportDeciders } from './events/report-deciders.js';
import { Callers } from './http/callers.query.js';
import { KnownPaths } from './http/request-path.js';
import { LongAnswers } from './http/long-answers.server.js';
import { NamesOfCodes } from './http/names-of-codes.query.js';
import { TableFiles } from './http/table-files.server.js';
import { type FailureLogs, loggedFailure, ProblemFilter } from './http/problem-filter.server.js';
import { KnownSeqs } from './http/known-at.query.js';
import { ReadSide } from './http/read-side.query.js';
import { timeSlices } from './http/time-slices.js';
import { Readiness } from './operations/readiness.query.js';
import { LiveController, LiveProgress } from './programmes/live.controller.js';
import { PublishedPages } from './published/published-pages.server.js';
import { Reached, SessionController } from './session/session.controller.js';
import { SubmissionUpload } from './submissions/submission-upload.log.js';
import { FilesReceived, SubmissionWorker } from './submissions/submission-worker.process.js';
import { AnomaliesController } from './anomalies/anomalies.controller.js';
import { ExplainController } from './audit/explain.controller.js';
import { FactsController } from './audit/facts.controller.js';
import { ReplaysController } from './audit/replays.controller.js';
import { AllocationsController, DisbursementsController } from './bailout/allocations.controller.js';
import { BailoutProgrammesController } from './bailout/bailout-programmes.controller.js';
import { BorrowersController } from './borrowers/borrowers.controller.js';
import { EventsController } from './events/events.controller.js';
import { RefusalsController } from './events/refusals.controller.js';
import { ClaimsController, ContestDecisionsController } from './first-time-borrowers/claims.controller.js';
import { IndicatorsController, StatementsController } from './reporting/reporting.controller.js';
import { InstitutionsController } from './institutions/institutions.controller.js';
import { KeysController } from './keys/keys.controller.js';
import { LoansController } from './loans/loans.controller.js';
import {
  ChecksController,
  StoresController,
  HealthController,
  ParkedController,
  RebuildsController,
} from './operations/operations.controller.js';
import { CalendarsController } from './programmes/calendars.controller.js';
import { ForecastsController } from './programmes/forecasts.controller.js';
import { MeasureFiguresController } from './programmes/measure-figures.controller.js';
import { MeasurePreviewController } from './programmes/measure-preview.controller.js';
import { MeasuresController } from './programmes/measures.controller.js';
import { ProgrammesController } from './programmes/programmes.controller.js';
import { LogKeyController, PublishedController } from './published/published.controller.js';
import { SubmissionsController } from './submissions/submissions.controller.js';
import { UnbuiltController } from './unbuilt/unbuilt.controller.js';
import { UsccsController } from './usccs/usccs.controller.js';

/** All controllers; every route is in one of them. */
export const controllers = [
  EventsController,
  SubmissionsController,
  RefusalsController,
  ProgrammesController,
  MeasurePreviewController,
  MeasuresController,
  MeasureFiguresController,
  ForecastsController,
  LiveController,
  CalendarsController,
  LoansController,
  DisbursementsController,
  AllocationsController,
  BailoutProgrammesController,
  BorrowersController,
  ClaimsController,
  ContestDecisionsController,
  IndicatorsController,
  StatementsController,
  InstitutionsController,
  UsccsController,
  KeysController,
  FactsController,
  AnomaliesController,
  ExplainController,
  ReplaysController,
  ChecksController,
  StoresController,
  ParkedController,
  RebuildsController,
  SessionController,
  PublishedController,
  LogKeyController,
  ConsoleController,
  HealthController,
  UnbuiltController,
];

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
        NamesOfCodes,
        TableFiles,
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
