import type { Ledger } from '#recording';
import { shippedAppends } from './shipped-appends.js';
import { shippedDefinitions } from './shipped-definitions.file.js';

/** Records what comes with the registry and is not there yet. To be done before the first report is taken. */
export const loadShippedDefinitions = async ({ log, clock }: Ledger): Promise<void> => {
  const author = { actor: 'registry', correlationId: null };
  // A conflict says that the stream is there already, shipped earlier or defined by a supervisor: it stays as it is.
  for (const append of shippedAppends(shippedDefinitions(), author, clock.now())) await log.append(append);
};
