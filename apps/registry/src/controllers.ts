import { AnomaliesController } from './anomalies/anomalies.controller.js';
import { ExplainController } from './audit/explain.controller.js';
import { FactsController } from './audit/facts.controller.js';
import { ReplaysController } from './audit/replays.controller.js';
import { AllocationsController, DisbursementsController } from './bailout/allocations.controller.js';
import { BailoutProgrammesController } from './bailout/bailout-programmes.controller.js';
import { BorrowersController } from './borrowers/borrowers.controller.js';
import { ConsoleController } from './console/console.controller.js';
import { EventsController } from './events/events.controller.js';
import { RefusalsController } from './events/refusals.controller.js';
import { ClaimsController, ContestDecisionsController } from './first-time-borrowers/claims.controller.js';
import { IndicatorsController, StatementsController } from './reporting/reporting.controller.js';
import { InstitutionsController } from './institutions/institutions.controller.js';
import { KeysController } from './keys/keys.controller.js';
import { LoansController } from './loans/loans.controller.js';
import {
  ChecksController,
  HealthController,
  ParkedController,
  RebuildsController,
} from './operations/operations.controller.js';
import { CalendarsController } from './programmes/calendars.controller.js';
import { ForecastsController } from './programmes/forecasts.controller.js';
import { LiveController } from './programmes/live.controller.js';
import { MeasureFiguresController } from './programmes/measure-figures.controller.js';
import { MeasurePreviewController } from './programmes/measure-preview.controller.js';
import { MeasuresController } from './programmes/measures.controller.js';
import { ProgrammesController } from './programmes/programmes.controller.js';
import { LogKeyController, PublishedController } from './published/published.controller.js';
import { SessionController } from './session/session.controller.js';
import { SubmissionsController } from './submissions/submissions.controller.js';
import { UnbuiltController } from './unbuilt/unbuilt.controller.js';
import { UsccsController } from './usccs/usccs.controller.js';

/** Every route there is stands in one of them. */
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
  ParkedController,
  RebuildsController,
  SessionController,
  PublishedController,
  LogKeyController,
  ConsoleController,
  HealthController,
  UnbuiltController,
];
