export { ProgrammesModule } from './programmes.module.js';
export {
  type Definition,
  type DefinitionReason,
  type DefinitionRefusal,
  definitionRefusals,
} from './definition-refusals.js';
export { type Programme, programme, programmeRequest } from './programme.js';
export { type Measure, measure, measureRequest } from './measure.js';
export { type Calendar, calendar, calendarRequest } from './calendar.js';
export { type ProgrammeBody, programmeBody, programmeDataOf } from './define-programme/programme-body.js';
export { defineProgramme } from './define-programme/define-programme.js';
export { DefineProgrammeCommand } from './define-programme/define-programme.handler.js';
export { type TargetBody, targetBody, targetDataOf } from './set-target/target-body.js';
export { setTarget } from './set-target/set-target.js';
export { SetTargetCommand } from './set-target/set-target.handler.js';
export { type MeasureBody, measureBody, measureDataOf } from './define-measure/measure-body.js';
export { builtOperations, defineMeasure } from './define-measure/define-measure.js';
export { DefineMeasureCommand } from './define-measure/define-measure.handler.js';
export {
  type CalendarBody,
  calendarBody,
  calendarDataOf,
  calendarYear,
} from './set-calendar/calendar-body.js';
export { setCalendar } from './set-calendar/set-calendar.js';
export { SetCalendarCommand } from './set-calendar/set-calendar.handler.js';
export { filterExpression } from './filter/filter-schema.js';
export { shippedAppends } from './shipped/shipped-appends.js';
export { type ShippedDefinitions, shippedDefinitions } from './shipped/shipped-definitions.file.js';
export { loadShippedDefinitions } from './shipped/load-shipped-definitions.log.js';
