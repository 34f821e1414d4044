import type { Append } from '#event-log';
import { calendarStream, measureStream, programmeStream } from '#facts';
import { type Author, newFact } from '#recording';
import { measureDataOf } from '../define-measure/measure-body.js';
import { programmeDataOf } from '../define-programme/programme-body.js';
import { calendarDataOf } from '../set-calendar/calendar-body.js';
import { targetDataOf } from '../set-target/target-body.js';
import type { ShippedDefinitions } from './shipped-definitions.file.js';

/**
 * One append for each stream, a programme with all its targets in one, each expecting an empty stream: two processes
 * starting together, or an upgrade, never overwrite what was amended. Measures come before the targets on them.
 */
export const shippedAppends = (
  { calendars, measures, programmes }: ShippedDefinitions,
  author: Author,
  nowMs: number,
): readonly Append[] => {
  const definitions = [
    ...calendars.map(({ code, year, body }) => ({
      stream: calendarStream(code),
      facts: [{ type: 'CalendarSet', data: calendarDataOf(code, year, body) }],
    })),
    ...measures.map(({ code, body }) => ({
      stream: measureStream(code),
      facts: [{ type: 'MeasureDefined', data: measureDataOf(code, body) }],
    })),
    ...programmes.map(({ code, body, targets }) => ({
      stream: programmeStream(code),
      facts: [
        { type: 'ProgrammeDefined', data: programmeDataOf(code, body) },
        ...targets.map((target) => ({
          type: 'TargetSet',
          data: targetDataOf(code, target.code, target.body),
        })),
      ],
    })),
  ];
  return definitions.map(({ stream, facts }) => ({
    stream,
    expectedRevision: 'none',
    facts: facts.map((fact) => newFact<string, object>(fact, author, nowMs)),
  }));
};
