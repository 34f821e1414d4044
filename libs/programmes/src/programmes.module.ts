import { Module } from '@nestjs/common';
import { DefineMeasureHandler } from './define-measure/define-measure.handler.js';
import { DefineProgrammeHandler } from './define-programme/define-programme.handler.js';
import { SetCalendarHandler } from './set-calendar/set-calendar.handler.js';
import { SetTargetHandler } from './set-target/set-target.handler.js';

@Module({
  providers: [DefineProgrammeHandler, SetTargetHandler, DefineMeasureHandler, SetCalendarHandler],
})
export class ProgrammesModule {}
