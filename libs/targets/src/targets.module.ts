import { Module } from '@nestjs/common';
import { CalendarHandler } from './definitions/calendar.query.js';
import { DefinitionsInForceHandler } from './definitions/definitions-in-force.query.js';
import { MeasureHandler, MeasuresHandler, RecordedFactsHandler } from './definitions/measures.query.js';
import { ProgrammeHandler, ProgrammesHandler } from './definitions/programmes.query.js';
import { ProgressHandler } from './progress/progress.query.js';

@Module({
  providers: [
    ProgrammesHandler,
    ProgrammeHandler,
    MeasuresHandler,
    MeasureHandler,
    RecordedFactsHandler,
    CalendarHandler,
    DefinitionsInForceHandler,
    ProgressHandler,
  ],
})
export class TargetsModule {}
