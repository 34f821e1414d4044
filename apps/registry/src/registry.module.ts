import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { AccessModule } from '#access';
import { BailoutModule } from '#bailout';
import { BailoutBookModule } from '#bailout-book';
import { InstitutionsModule } from '#institutions';
import { IntakeModule, RefusalsList } from '#intake';
import { LoanBookModule } from '#loan-book';
import { LoansModule } from '#loans';
import { ProgrammesModule } from '#programmes';
import { ProjectionsModule } from '#projections';
import { Ledger } from '#recording';
import { RegisterBookModule } from '#register-book';
import { TargetsModule } from '#targets';
import { AllocationsController } from './bailout/allocations.controller.js';
import { BailoutProgrammesController } from './bailout/bailout-programmes.controller.js';
import { DisbursementsController } from './bailout/disbursements.controller.js';
import { EventsController } from './events/events.controller.js';
import { Intake } from './events/intake.js';
import { RefusalsController } from './events/refusals.controller.js';
import { KnownPaths } from './http/known-paths.js';
import { ProblemFilter } from './http/problem-filter.js';
import { ReadSide } from './http/read-side.js';
import { InstitutionsController } from './institutions/institutions.controller.js';
import { KeysController } from './keys/keys.controller.js';
import { LoansController } from './loans/loans.controller.js';
import { HealthController } from './operations/health.controller.js';
import { Readiness } from './operations/readiness.js';
import { CalendarsController } from './programmes/calendars.controller.js';
import { MeasuresController } from './programmes/measures.controller.js';
import { ProgrammesController } from './programmes/programmes.controller.js';
import { PublishedController } from './published/published.controller.js';
import { UnbuiltController } from './unbuilt/unbuilt.controller.js';
import { type World, WorldModule } from './world.module.js';

const deciding = [
  InstitutionsModule,
  LoansModule,
  BailoutModule,
  ProgrammesModule,
  AccessModule,
  IntakeModule,
];
const reading = [ProjectionsModule, LoanBookModule, BailoutBookModule, RegisterBookModule, TargetsModule];

/** What people and programs talk to: parse, dispatch, answer. */
@Module({})
export class RegistryModule {
  static over(world: World, logger: Logger): DynamicModule {
    return {
      module: RegistryModule,
      imports: [CqrsModule.forRoot(), WorldModule.of(world), ...deciding, ...reading],
      controllers: [
        EventsController,
        RefusalsController,
        ProgrammesController,
        MeasuresController,
        CalendarsController,
        LoansController,
        DisbursementsController,
        AllocationsController,
        BailoutProgrammesController,
        InstitutionsController,
        KeysController,
        PublishedController,
        HealthController,
        UnbuiltController,
      ],
      providers: [
        {
          provide: Intake,
          useFactory: (commands: CommandBus, ledger: Ledger, refusals: RefusalsList) =>
            new Intake(commands, ledger, refusals, logger),
          inject: [CommandBus, Ledger, RefusalsList],
        },
        ReadSide,
        Readiness,
        KnownPaths,
        { provide: APP_FILTER, useValue: new ProblemFilter(logger) },
      ],
    };
  }
}
