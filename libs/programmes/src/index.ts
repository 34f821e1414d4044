import { Module } from '@nestjs/common';
import {
  DefineMeasureHandler,
  DefineProgrammeHandler,
  ProposedMeasureHandler,
  SetCalendarHandler,
  SetTargetHandler,
} from './programmes.handler.js';
import { DefinitionsOneByOne } from './shown-measures.log.js';

export { type DefinitionRefusal, definitionRefusals } from './definition-refusals.js';
export { type ProgrammeBody, programmeBody } from './define-programme.js';
export {
  DefineMeasureCommand,
  DefineProgrammeCommand,
  ProposedMeasureQuery,
  SetCalendarCommand,
  SetTargetCommand,
} from './programmes.handler.js';
export { type TargetBody, targetBody } from './set-target.js';
export {
  type MeasureBody,
  measureBody,
  type MeasurePreviewBody,
  measurePreviewBody,
} from './measure-body.js';
export { type CalendarBody, calendarBody, calendarYear } from './set-calendar.js';
export { loadShippedDefinitions, shippedDefinitions } from './shipped/shipped-definitions.file.js';
export { type Measure, measureRequest } from './define-measure.js';

@Module({
  providers: [
    DefinitionsOneByOne,
    DefineProgrammeHandler,
    SetTargetHandler,
    DefineMeasureHandler,
    ProposedMeasureHandler,
    SetCalendarHandler,
  ],
})
export class ProgrammesModule {}
