import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { identifierText } from '#reports';
import { measureBody } from '../define-measure/measure-body.js';
import { programmeBody } from '../define-programme/programme-body.js';
import { calendarBody } from '../set-calendar/calendar-body.js';
import { targetBody } from '../set-target/target-body.js';

const calendars = z.array(z.strictObject({ code: identifierText, year: z.number(), body: calendarBody }));
const measures = z.array(z.strictObject({ code: identifierText, body: measureBody }));
const programmes = z.array(
  z.strictObject({
    code: identifierText,
    body: programmeBody,
    targets: z.array(z.strictObject({ code: identifierText, body: targetBody })),
  }),
);

/** Definitions that come with the registry: bodies as a supervisor would send them. */
export interface ShippedDefinitions {
  readonly calendars: z.infer<typeof calendars>;
  readonly measures: z.infer<typeof measures>;
  readonly programmes: z.infer<typeof programmes>;
}

const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

/** Reads the files that lie beside this one. */
export const shippedDefinitions = (): ShippedDefinitions => ({
  calendars: calendars.parse(json('calendars.json')),
  measures: measures.parse(json('measures.json')),
  programmes: programmes.parse(json('programmes.json')),
});
