import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Append } from '#event-log';
import { calendarStream, measureStream, programmeStream } from '#facts';
import { type Author, type Ledger, newFact } from '#recording';
import { calendarCodeText, measureCodeText, programmeCodeText, targetCodeText } from '#reports';
import { programmeBody, programmeDataOf } from '../define-programme.js';
import { measureBody, measureDataOf } from '../measure-body.js';
import { calendarBody, calendarDataOf } from '../set-calendar.js';
import { targetBody, targetDataOf } from '../set-target.js';

/** The files that come with the registry: bodies as a supervisor would send them. */
const shippedFiles = {
  calendars: z.array(z.strictObject({ code: calendarCodeText, year: z.number(), body: calendarBody })),
  measures: z.array(z.strictObject({ code: measureCodeText, body: measureBody })),
  programmes: z.array(
    z.strictObject({
      code: programmeCodeText,
      body: programmeBody,
      targets: z.array(z.strictObject({ code: targetCodeText, body: targetBody })),
    }),
  ),
};

type ShippedDefinitions = {
  readonly [File in keyof typeof shippedFiles]: z.infer<(typeof shippedFiles)[File]>;
};

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

const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

/** Reads the files that lie beside this one. */
export const shippedDefinitions = (): ShippedDefinitions => ({
  calendars: shippedFiles.calendars.parse(json('calendars.json')),
  measures: shippedFiles.measures.parse(json('measures.json')),
  programmes: shippedFiles.programmes.parse(json('programmes.json')),
});

/** Records what comes with the registry and is not there yet. To be done before the first report is taken. */
export const loadShippedDefinitions = async ({ log, clock }: Ledger): Promise<void> => {
  const author = { actor: 'registry', correlationId: null };
  // A conflict says that the stream is there already, shipped earlier or defined by a supervisor: it stays as it is.
  for (const append of shippedAppends(shippedDefinitions(), author, clock.now())) await log.append(append);
};
