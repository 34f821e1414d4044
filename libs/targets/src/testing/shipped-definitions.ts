import { readFileSync } from 'node:fs';
import type { MeasureData, TargetData } from '#facts';
import type { AsWritten, Planted } from '#testing';
import { measureFact, targetFact } from './planted-definitions.js';

interface Shipped {
  readonly code: string;
  readonly year: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly targets: readonly Shipped[];
}

// Read as data: figures know nothing of how definitions are decided on.
const read = (name: string): readonly Shipped[] => {
  const file = new URL(`../../../programmes/src/shipped/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Shipped[];
};

/** What comes with the registry, as the facts that it is recorded as: the calendar, the ready-made measures, and SH24. */
export const shippedDefinitionFacts = (): readonly Planted[] => [
  ...read('calendars').map(({ code, year, body }) => ({
    type: 'CalendarSet',
    stream: `calendar-${code}`,
    data: { code, year, ...body },
  })),
  ...read('measures').map(({ code, body }) =>
    measureFact({ ...(body as Partial<AsWritten<MeasureData>>), code }),
  ),
  ...read('programmes').flatMap(({ code: programme, body, targets }) => [
    { type: 'ProgrammeDefined', stream: `programme-${programme}`, data: { code: programme, ...body } },
    ...targets.map(({ code, body: target }) => ({
      ...targetFact({ ...(target as unknown as AsWritten<TargetData>), programme, code }),
      stream: `programme-${programme}`,
    })),
  ]),
];
