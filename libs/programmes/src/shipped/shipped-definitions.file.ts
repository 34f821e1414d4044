import { readFileSync } from 'node:fs';
import type { Ledger } from '#recording';
import { shippedAppends, type ShippedDefinitions, shippedFiles } from './shipped-appends.js';

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
