import { Module } from '@nestjs/common';
import {
  CalendarHandler,
  MeasureHandler,
  MeasuresHandler,
  ProgrammeHandler,
  ProgrammesHandler,
} from './definitions/definitions.query.js';
import { ForecastsHandler } from './forecasts/forecasts.query.js';
import { ExplainHandler } from './explain/explain.query.js';
import { BreakdownHandler, SeriesHandler } from './measures/measure-figures.query.js';
import { MeasureFactsHandler } from './measures/measure-facts.query.js';
import { ProgressHandler } from './progress/progress.query.js';

@Module({
  providers: [
    ProgrammesHandler,
    ProgrammeHandler,
    MeasuresHandler,
    MeasureHandler,
    CalendarHandler,
    ProgressHandler,
    ForecastsHandler,
    SeriesHandler,
    ExplainHandler,
    BreakdownHandler,
    MeasureFactsHandler,
  ],
})
export class TargetsModule {}
