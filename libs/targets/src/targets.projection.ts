import type { SequencedFact } from '#facts';
import type { Projection } from '#projections';
import { define } from './definitions/define.table.js';
import { definitionKey } from './definitions/definitions.js';
import { readDefinitions } from './definitions/definitions.table.js';
import { addUp } from './figures/add-up.table.js';
import { isSource } from './figures/source-facts.js';

/** Facts in the order of the log, cut where a definition changes: each is counted by the definitions in force at its place. */
const runs = (facts: readonly SequencedFact[]): readonly (readonly SequencedFact[])[] => {
  const cut: SequencedFact[][] = [];
  let open: SequencedFact[] | null = null;
  for (const fact of facts) {
    if (definitionKey(fact)) {
      cut.push([fact]);
      open = null;
    } else if (isSource(fact)) {
      if (!open) cut.push((open = []));
      open.push(fact);
    }
  }
  return cut;
};

/**
 * Definitions of programmes, targets, measures and calendars, and the quantities of measures as deltas
 * `(computation, seq, effective date, dimensions, quantity)` with sums by day kept beside them; reported values as they came; counts of distinct keys for each target.
 */
export const targetsProjection: Projection = {
  name: 'targets',
  version: 2,
  apply: async (facts, client) => {
    for (const run of runs(facts)) {
      const [first] = run;
      if (first && definitionKey(first)) await define(client, first);
      else await addUp(client, await readDefinitions(client), run);
    }
  },
};
